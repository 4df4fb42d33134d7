using System.CommandLine;
using System.CommandLine.Parsing;
using Strata.Images.Registry;

namespace Strata.Cli;

/// <summary>The options of every command that speaks to a registry.</summary>
internal sealed class RegistryOptions
{
    private readonly Option<bool> plainHttp = new("--plain-http")
    {
        Description = "Speak HTTP without TLS (a registry on this machine may without being asked)",
    };

    private readonly Option<string?> certDir = new("--cert-dir")
    {
        HelpName = "DIR",
        Description = $"Folder with the registry's ca.crt (by default {CertificateFolders.DockerFolder}/HOST:PORT)",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(plainHttp);
        command.Add(certDir);
    }

    /// <summary>Whether a command line has any of them.</summary>
    public bool AreGiven(CommandResult result) => result.GetResult(plainHttp) is not null || result.GetResult(certDir) is not null;

    /// <summary>What a command line says.</summary>
    public RegistryAccess AccessOf(ParseResult parse) => new()
    {
        PlainHttp = parse.GetValue(plainHttp),
        CertificateFolder = parse.GetValue(certDir),
    };
}
