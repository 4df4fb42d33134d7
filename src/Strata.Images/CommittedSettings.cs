namespace Strata.Images;

/// <summary>What a container was run with, which its image inherits.</summary>
/// <param name="Entrypoint">The first words of its command; empty for none.</param>
/// <param name="Cmd">The rest of it.</param>
/// <param name="Env">Its environment, NAME=VALUE.</param>
/// <param name="WorkingDir">Its working directory.</param>
/// <param name="User">Its user; empty for root.</param>
public sealed record CommittedSettings(
    IReadOnlyList<string> Entrypoint, IReadOnlyList<string> Cmd, IReadOnlyList<string> Env, string WorkingDir, string User);
