using Strata.Linux;

namespace Strata.Launch;

/// <summary>
/// A container could not be started. The message names the step, for example "mount proc on /proc: Operation not permitted".
/// </summary>
public sealed class LaunchException : Exception
{
    /// <summary>An exit code for failures of the launcher itself.</summary>
    public const int OwnFailure = 125;

    /// <summary>An exit code for a command that is there and cannot be run.</summary>
    public const int NotExecutable = 126;

    /// <summary>An exit code for a command that is not there.</summary>
    public const int NotFound = 127;

    /// <summary>A step that the kernel refused.</summary>
    public LaunchException(string step, Errno error, int exitCode = OwnFailure)
        : base($"{step}: {error.Message()}")
    {
        Error = error;
        ExitCode = exitCode;
    }

    /// <summary>A specification that cannot be launched.</summary>
    public LaunchException(string message)
        : base(message)
    {
        Error = Errno.EINVAL;
        ExitCode = OwnFailure;
    }

    /// <summary>The answer of the kernel, EINVAL for a specification that cannot be launched.</summary>
    public Errno Error { get; }

    /// <summary>125, 126 or 127, as Docker has them.</summary>
    public int ExitCode { get; }
}
