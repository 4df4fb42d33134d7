using System.Diagnostics;
using System.Globalization;

namespace Strata.Bench.Peers.Clients;

/// <summary>
/// The benchmark's own executable as a client: it takes works from standard input, one a line with its arguments between tabs,
/// makes ready, waits for a second line and does the work in a loop of system calls. It answers when the loop began and ended,
/// on the clock that all processes share: neither the start of a process nor the compilation of the loop is in it.
/// </summary>
internal static class ClientProgram
{
    /// <summary>The first argument, by which the executable knows that it is to be a client.</summary>
    public const string Entry = ".client";

    public static int Serve(TextReader input, TextWriter output)
    {
        while (input.ReadLine() is { } line)
        {
            output.WriteLine(Do(line.Split('\t'), input, output));
            output.Flush();
        }

        return 0;
    }

    private static string Do(string[] words, TextReader input, TextWriter output)
    {
        try
        {
            using ClientWork work = ClientWork.Prepare(words[0], words[1..]);
            output.WriteLine("ready");
            output.Flush();
            if (input.ReadLine() is null)
            {
                return "";
            }

            long start = Stopwatch.GetTimestamp();
            work.Run();
            long end = Stopwatch.GetTimestamp();
            return string.Create(CultureInfo.InvariantCulture, $"done\t{start}\t{end}");
        }
        catch (Exception e)
        {
            return $"failed\t{words[0]}: {e.Message.ReplaceLineEndings(" ")}";
        }
    }
}
