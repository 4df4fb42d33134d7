using System.CommandLine;
using Strata.Images;
using Strata.Images.Registry;

namespace Strata.Cli.Commands;

/// <summary><c>strata login</c>.</summary>
internal static class LoginCommand
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
        Option<string?> user = new("--username", "-u") { HelpName = "USER", Description = "The user's name (asked for on a terminal)" };
        Option<string?> password = new("--password", "-p") { HelpName = "PASSWORD", Description = "The password: others on this machine can see it" };
        Option<bool> standardInput = new("--password-stdin") { Description = "Read the password from standard input" };
        RegistryOptions registry = new();
        DocumentedCommand command = new(
            "login",
            "Log in to a registry, for this and later commands, in Docker's configuration",
            "strata login",
            "strata login -u me registry.example:5000",
            "pass registry | strata login -u me --password-stdin registry.example:5000")
        {
            server,
            user,
            password,
            standardInput,
        };
        registry.AddTo(command);
        command.SetAction(parse => Run(
            parse, parse.GetValue(server)!, parse.GetValue(user), parse.GetValue(password), parse.GetValue(standardInput), registry.AccessOf(parse)));
        return command;
    }

    private static int Run(ParseResult parse, string server, string? user, string? password, bool fromInput, RegistryAccess access)
    {
        if (fromInput && (user is null || password is not null))
        {
            return UserError.Report(user is null ? "--password-stdin needs --username" : "--password and --password-stdin contradict each other");
        }

        user ??= Question.Ask("Username: ", isSecret: false);
        password ??= fromInput ? Question.ReadLine() : Question.Ask("Password: ", isSecret: true);
        if (user.Length == 0 || password.Length == 0)
        {
            return UserError.Report($"no {(user.Length == 0 ? "user name" : "password")} was given");
        }

        using BreakOff breakOff = new();
        string? plain = RegistryLogin.Login(server, new Credentials(user, password), access, breakOff.Token);
        if (plain is not null)
        {
            StandardError.WriteLine("strata", $"the password is kept unencrypted in {plain}: a credential helper (credsStore) would keep it safe");
        }

        parse.InvocationConfiguration.Output.Write("Login Succeeded\n");
        return ExitCode.Ok;
    }
}
