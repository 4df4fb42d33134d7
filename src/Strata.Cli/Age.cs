namespace Strata.Cli;

/// <summary>How long ago something was, as Docker says it: <c>3 weeks ago</c>.</summary>
internal static class Age
{
    /// <summary>Shows the time from <paramref name="then"/> to <paramref name="now"/>.</summary>
    public static string Show(DateTimeOffset? then, DateTimeOffset now)
    {
        if (then is null)
        {
            return "N/A";
        }

        double seconds = Math.Max(0, (now - then.Value).TotalSeconds);
        return seconds switch
        {
            < 1 => "Less than a second ago",
            < 120 => Count(seconds, 1, "second"),
            < 2 * 3600 => Count(seconds, 60, "minute"),
            < 48 * 3600 => Count(seconds, 3600, "hour"),
            < 14 * 86400 => Count(seconds, 86400, "day"),
            < 60 * 86400 => Count(seconds, 7 * 86400, "week"),
            < 2 * 365 * 86400L => Count(seconds, 30 * 86400, "month"),
            _ => Count(seconds, 365 * 86400, "year"),
        };
    }

    private static string Count(double seconds, long unit, string name)
    {
        long count = (long)(seconds / unit);
        return $"{count} {name}{(count == 1 ? "" : "s")} ago";
    }
}
