namespace Strata.Linux;

/// <summary>A system call failed where the caller had no use for the answer. The message has the call as it was written.</summary>
public sealed class LinuxException : IOException
{
    /// <summary>Makes the exception for <paramref name="call"/>, for example <c>openat2(root, "etc/passwd")</c>.</summary>
    public LinuxException(Errno error, string call)
        : base($"{call}: {error.Message()}")
    {
        Error = error;
    }

    /// <summary>The answer of the kernel.</summary>
    public Errno Error { get; }
}
