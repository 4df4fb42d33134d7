namespace Strata.Containers;

/// <summary>
/// What was asked for cannot be done: the message says what and why, and where there is something to do, what; it is written
/// for the person at the terminal.
/// </summary>
public sealed class ContainerException : Exception
{
    /// <summary>The exit code of Docker for a failure before the container's command ran.</summary>
    public const int DefaultExitCode = 125;

    /// <summary>Makes the exception with its message.</summary>
    public ContainerException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its message and what led to it.</summary>
    public ContainerException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>What the command exits with: 125, or 126 and 127 where the container's command cannot run or is missing.</summary>
    public int ExitCode { get; init; } = DefaultExitCode;
}
