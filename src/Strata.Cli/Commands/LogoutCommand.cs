using System.CommandLine;
using Strata.Images;
using Strata.Images.Registry;

namespace Strata.Cli.Commands;

/// <summary><c>strata logout</c>.</summary>
internal static class LogoutCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        Argument<string> server = new("REGISTRY")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = "Host and port (by default Docker Hub)",
            DefaultValueFactory = static _ => ImageReference.DockerHub,
        };
        DocumentedCommand command = new(
            "logout", "Forget the credentials of a registry, in Docker's configuration", "strata logout", "strata logout registry.example:5000")
        {
            server,
        };
        command.SetAction(parse =>
        {
            string registry = parse.GetValue(server)!;
            parse.InvocationConfiguration.Output.Write(RegistryLogin.Logout(registry)
                ? $"Removing login credentials for {RegistryLogin.NameOf(registry)}\n"
                : $"Not logged in to {RegistryLogin.NameOf(registry)}\n");
            return ExitCode.Ok;
        });
        return command;
    }
}
