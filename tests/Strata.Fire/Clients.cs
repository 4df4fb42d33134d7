using System.Diagnostics;
using System.Globalization;
using Strata.Conformance;

namespace Strata.Fire;

/// <summary>Starts clients.py: many processes that use a directory of a mount at random, and are killed at random.</summary>
internal static class Clients
{
    /// <summary>What calls on descriptors answer that are no concern of a file system: a descriptor opened for reading, a FIFO.</summary>
    private static readonly string[] Everywhere = ["EBADF", "ESPIPE", "EPIPE"];

    private const int Samples = 40;

    /// <summary>What a kind of mount may answer beside: "A descriptor that the kernel reads by itself cannot be opened anew", docs/conformance.md.</summary>
    public static string[] KnownOf(MountKind kind) => kind.HasPassthrough() ? ["reopen:ESTALE"] : [];

    /// <summary>
    /// Without passthrough pages that were written through a mapping lie in FUSE's own cache until they are sent. Where that
    /// fails, whoever uses the file with O_DIRECT next is told, by EIO (filemap_check_errors in the kernel).
    /// </summary>
    public static string[] FailedPages(MountKind kind) => kind.IsKernel() || kind.HasPassthrough() ? [] : ["O_DIRECT:EIO"];

    /// <summary>Plays, and waits for the end.</summary>
    /// <param name="mount">The mount; its server's memory is watched.</param>
    /// <param name="mode">"tree": all there is to do; "files": only with the contents of the files that are there, a few at a time.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="allowed">Errnos that may be answered beside the usual.</param>
    public static FireReport Play(MountUnderTest mount, string mode, double seconds, params string[] allowed)
    {
        string program = $"{mount.Lower.Arena.Folder("clients")}/clients.py";
        using (Stream source = typeof(Clients).Assembly.GetManifestResourceStream("Strata.Fire.clients.py")!)
        using (FileStream file = File.Create(program))
        {
            source.CopyTo(file);
        }

        ProcessStartInfo start = new("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])[program, $"{mount.Point}/{FireLower.Directory}", mode, $"{FireSettings.Clients}",
            seconds.ToString(CultureInfo.InvariantCulture), $"{FireSettings.Seed}", $"{FireSettings.Kills}", $"{mount.Server?.Id ?? 0}", .. Everywhere, .. allowed])
        {
            start.ArgumentList.Add(argument);
        }

        using Process clients = Process.Start(start)!;
        Task<string> said = clients.StandardOutput.ReadToEndAsync();
        Task<string> errors = clients.StandardError.ReadToEndAsync();
        List<long> memory = [];
        Stopwatch watch = Stopwatch.StartNew();
        while (!clients.WaitForExit(TimeSpan.FromSeconds(Math.Max(seconds / Samples, 0.5))))
        {
            if (mount.Server is { } server)
            {
                memory.Add(ServerMemory.Resident(server));
            }

            if (watch.Elapsed.TotalSeconds > seconds + 180)
            {
                clients.Kill(entireProcessTree: true);
                throw new InvalidOperationException("the clients do not end");
            }
        }

        return Read(said.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries), errors.Result, memory);
    }

    private static FireReport Read(string[] lines, string errors, List<long> memory)
    {
        Dictionary<string, long> numbers = [];
        List<string> wrong = errors.Length > 0 ? [errors] : [];
        foreach (string line in lines)
        {
            if (line.StartsWith("wrong: ", StringComparison.Ordinal))
            {
                wrong.Add(line);
            }
            else
            {
                string[] words = line.Split(' ');
                numbers.Add(words[0], long.Parse(words[1], CultureInfo.InvariantCulture));
            }
        }

        _ = numbers.Remove("calls", out long calls);
        _ = numbers.Remove("kills", out long kills);
        return new FireReport { Calls = calls, Kills = kills, Errors = numbers, Wrong = wrong, Memory = memory };
    }
}
