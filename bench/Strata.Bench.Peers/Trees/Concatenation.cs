namespace Strata.Bench.Peers.Trees;

/// <summary>The contents of files one after the other, from the beginning again where they end: real content of any length.</summary>
/// <param name="nodes">A tree.</param>
internal sealed class Concatenation(IReadOnlyList<Node> nodes) : IDisposable
{
    private readonly Node[] files = [.. nodes.Where(node => node.Kind == NodeKind.File && node.Size > 0)];
    private Stream? current;
    private int next;

    /// <summary>Writes the next <paramref name="size"/> bytes to a new file.</summary>
    public void Write(string file, long size)
    {
        byte[] buffer = new byte[64 << 10];
        using FileStream output = File.Create(file);
        while (size > 0)
        {
            current ??= files[next++ % files.Length].OpenContent();
            int count = current.Read(buffer, 0, (int)Math.Min(buffer.Length, size));
            if (count == 0)
            {
                current.Dispose();
                current = null;
            }

            output.Write(buffer, 0, count);
            size -= count;
        }
    }

    public void Dispose() => current?.Dispose();
}
