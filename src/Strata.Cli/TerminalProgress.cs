using System.Text;
using Strata.Images;
using Strata.Linux;

namespace Strata.Cli;

/// <summary>
/// Progress on a terminal: a line with a bar for each layer, drawn again in its place. Plain escape sequences: a library
/// for this would cost more than the rest of the command's start.
/// </summary>
/// <param name="doing">What is said of a layer that comes in.</param>
/// <param name="done">And of one that came in.</param>
/// <param name="exists">And of one that was there.</param>
internal sealed class TerminalProgress(string doing, string done, string exists) : ILoadProgress
{
    private const int BarWidth = 50;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly Lock gate = new();
    private readonly FileFd terminal = FileFd.FromNumber(1);
    private readonly List<Row> rows = [];
    private readonly Dictionary<string, Row> byLayer = [];
    private int drawn;
    private long lastDrawn;

    /// <summary>Bars where standard output is a terminal with room for them, lines otherwise.</summary>
    /// <param name="output">Where lines go.</param>
    /// <param name="doing">What is said of a layer that comes in.</param>
    /// <param name="done">And of one that came in.</param>
    /// <param name="exists">And of one that was there.</param>
    public static ILoadProgress For(TextWriter output, string doing, string done, string exists = "Already exists") =>
        Console.IsOutputRedirected ? new PlainProgress(output, done, exists) : new TerminalProgress(doing, done, exists);

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<(string Layer, long Size)> layers)
    {
        lock (gate)
        {
            foreach ((string layer, long size) in layers)
            {
                Row row = new(layer, size, doing);
                rows.Add(row);
                byLayer.TryAdd(layer, row);
            }
        }
    }

    /// <inheritdoc/>
    public void AlreadyExists(string layer) => Change(layer, (row, _) => row.State = exists, 0, always: true);

    /// <inheritdoc/>
    public void Advanced(string layer, long bytesRead) => Change(layer, static (row, read) => row.Read = read, bytesRead, always: false);

    /// <inheritdoc/>
    public void Loaded(string layer) => Change(layer, (row, _) => row.State = done, 0, always: true);

    /// <inheritdoc/>
    public void MountedFrom(string layer, string repository) => Change(layer, (row, _) => row.State = $"Mounted from {repository}", 0, always: true);

    private void Change(string layer, Action<Row, long> change, long value, bool always)
    {
        lock (gate)
        {
            change(byLayer[layer], value);
            long now = Environment.TickCount64;
            if (always || now - lastDrawn >= Interval.TotalMilliseconds)
            {
                lastDrawn = now;
                DrawLocked();
            }
        }
    }

    private void DrawLocked()
    {
        // What has scrolled off the screen cannot be drawn again: on a small one only the last layers move.
        int visible = Math.Min(rows.Count, Math.Max(1, Console.WindowHeight - 2));
        int width = Math.Max(20, Console.WindowWidth - 1);
        StringBuilder text = new();
        if (drawn > 0)
        {
            text.Append($"\e[{drawn}A");
        }

        foreach (Row row in drawn == 0 ? rows : rows[^drawn..])
        {
            string line = row.ToString();
            text.Append(line.Length > width ? line[..width] : line).Append("\e[K\n");
        }

        drawn = drawn == 0 ? visible : drawn;
        _ = Sys.WriteAll(terminal, Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>A layer's line.</summary>
    private sealed class Row(string layer, long size, string doing)
    {
        public long Read { get; set; }

        public string? State { get; set; }

        public override string ToString()
        {
            if (State is not null || Read == 0)
            {
                return $"{layer}: {State ?? "Waiting"}";
            }

            int filled = size == 0 ? BarWidth : (int)(Math.Min(Read, size) * BarWidth / size);
            string bar = new string('=', filled) + (filled < BarWidth ? ">" + new string(' ', BarWidth - filled - 1) : "");
            return $"{layer}: {doing} [{bar}] {ByteSize.Show(Read)}/{ByteSize.Show(size)}";
        }
    }
}
