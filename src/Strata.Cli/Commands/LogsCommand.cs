using System.CommandLine;
using System.Globalization;
using Strata.Containers;
using Strata.Images;

namespace Strata.Cli.Commands;

/// <summary><c>strata logs</c>.</summary>
internal static class LogsCommand
{
    private const string TimeForm = "yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'"; // RFC 3339 with nanoseconds, as Docker prints it

    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption root)
    {
        Option<bool> follow = new("--follow", "-f") { Description = "Go on with what comes, until the container ends" };
        Option<bool> timestamps = new("--timestamps", "-t") { Description = "Begin each line with its time" };
        Option<string> tail = new("--tail", "-n") { HelpName = "N", Description = "Only the last lines (default: all)", DefaultValueFactory = static _ => "all" };
        Option<string?> since = new("--since") { HelpName = "TIME", Description = "Only what came since: a date and time, or how long ago as 10m" };
        Option<string?> until = new("--until") { HelpName = "TIME", Description = "Only what came before" };
        Argument<string> container = new("CONTAINER") { Description = "Name, ID, or the begin of an ID" };
        DocumentedCommand command = new(
            "logs", "Show what a detached container says", "strata logs web", "strata logs -f --tail 20 web", "strata logs -t --since 10m web")
        {
            follow, timestamps, tail, since, until, container,
        };
        command.SetAction(parse =>
        {
            string count = parse.GetRequiredValue(tail);
            int lines = count == "all" ? int.MaxValue
                : int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
                : throw new ContainerException($"--tail {count}: expected a number of lines, or all");
            DateTimeOffset first = TimeOf(parse.GetValue(since), "--since") ?? DateTimeOffset.MinValue;
            DateTimeOffset last = TimeOf(parse.GetValue(until), "--until") ?? DateTimeOffset.MaxValue;
            using Store store = Store.Open(root.PathOf(parse));
            using LogReader log = new(store.Containers, store.Containers.Find(parse.GetRequiredValue(container)));
            IEnumerable<LogEntry> entries = log.Existing().Where(IsWanted);
            foreach (LogEntry entry in lines == int.MaxValue ? entries : entries.TakeLast(lines))
            {
                Write(entry);
            }

            foreach (LogEntry entry in parse.GetValue(follow) ? log.Following().Where(IsWanted) : [])
            {
                Write(entry);
            }

            return ExitCode.Ok;

            bool IsWanted(LogEntry entry) => entry.Time >= first && entry.Time < last;

            void Write(LogEntry entry)
            {
                TextWriter output = entry.Stream == "stderr" ? parse.InvocationConfiguration.Error : parse.InvocationConfiguration.Output;
                output.Write(parse.GetValue(timestamps) ? $"{entry.Time.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture)} {entry.Log}" : entry.Log);
            }
        });
        return command;
    }

    private static DateTimeOffset? TimeOf(string? text, string option) => text is null
        ? null
        : PointInTime.Parse(text, DateTimeOffset.UtcNow)
            ?? throw new ContainerException($"{option} {text}: a time is a date and time, seconds since 1970, or how long ago as 10m or 1h30m");
}
