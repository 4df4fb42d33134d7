using System.CommandLine;
using Strata.Containers;
using Strata.Images;

namespace Strata.Cli.Commands;

/// <summary><c>strata commit</c>.</summary>
internal static class CommitCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption root)
    {
        Argument<string[]> names = new("CONTAINER [IMAGE]")
        {
            Arity = new ArgumentArity(0, 2),
            Description = "The container, and the image's name; with --upper only the name",
        };
        Option<string?> author = new("--author", "-a") { HelpName = "TEXT", Description = "Who made it" };
        Option<string?> message = new("--message", "-m") { HelpName = "TEXT", Description = "A remark for the history" };
        Option<string[]> change = new("--change", "-c")
        {
            HelpName = "INSTRUCTION",
            Description = "Change the configuration by an instruction of a Dockerfile: CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, ONBUILD, STOPSIGNAL, USER, VOLUME, WORKDIR",
        };
        Option<string?> upper = new("--upper") { HelpName = "DIR", Description = "Take an upper folder of overlayfs instead of a container's" };
        Option<string?> work = new("--work") { HelpName = "DIR", Description = "Its work folder, which knows hard links of the image that were changed" };
        Option<string?> below = new("--base") { HelpName = "IMAGE", Description = "The image that the upper folder lies over" };
        Option<bool> pause = new("--pause", "-p")
        {
            Description = "Let the container stand still while it is read (default; --pause=false does not)",
            DefaultValueFactory = static _ => true,
        };
        Option<bool> userXattrs = new("--userxattr") { Description = "The upper folder was written with the option userxattr" };
        DocumentedCommand command = new(
            "commit",
            "Make an image of what was changed in a container, or lies in an upper folder",
            "strata commit web web:2",
            "strata commit -m \"with curl\" -c 'CMD [\"curl\"]' -c 'ENV A=b' web",
            "strata commit --upper ./changes --base debian:12 debian:mine")
        {
            names, author, message, change, pause, upper, work, below, userXattrs,
        };
        command.SetAction(parse =>
        {
            string[] given = parse.GetValue(names) ?? [];
            bool isFolder = parse.GetValue(upper) is not null;
            if (isFolder != parse.GetValue(below) is not null)
            {
                return UserError.Report("--upper and --base are given together: an upper folder means nothing without the image below it");
            }

            if (!isFolder && (parse.GetValue(work) is not null || parse.GetValue(userXattrs)))
            {
                return UserError.Report("--work and --userxattr belong to --upper: a container's folders are known");
            }

            if (isFolder ? given.Length > 1 : given.Length == 0)
            {
                return UserError.Report(isFolder ? $"'{given[0]}': with --upper there is no container, only a name" : "a container, or --upper and --base, is expected");
            }

            using BreakOff interrupted = new();
            using Store store = Store.Open(root.PathOf(parse));
            CommittedImage image = Commit.Run(
                store,
                new CommitRequest
                {
                    Container = isFolder ? null : given[0],
                    Upper = parse.GetValue(upper),
                    Work = parse.GetValue(work),
                    Base = parse.GetValue(below),
                    UserXattrs = parse.GetValue(userXattrs),
                    Pauses = parse.GetValue(pause),
                    Name = isFolder ? given.FirstOrDefault() : given.ElementAtOrDefault(1),
                    Author = parse.GetValue(author) ?? "",
                    Message = parse.GetValue(message) ?? "",
                    Changes = parse.GetValue(change) ?? [],
                },
                interrupted.Token);
            parse.InvocationConfiguration.Output.Write($"{image.Id}\n");
            return ExitCode.Ok;
        });
        return command;
    }
}
