namespace Strata.Cli;

/// <summary>Exit codes of the command, as Docker has them. A container's own exit code passes through unchanged.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Ok = 0;

    /// <summary>A check found damage.</summary>
    public const int Damaged = 1;

    /// <summary>Strata itself failed or refused, or the command line is wrong; nothing of a container ran.</summary>
    public const int Failed = 125;
}
