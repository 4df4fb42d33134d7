using System.Text;
using Strata.Linux;

namespace Strata.Union.Tests;

/// <summary>Collects names until it has enough of them.</summary>
public struct ListSink(int limit, bool withNodes) : IDirectorySink
{
    public List<string> Names { get; } = [];

    public List<ulong> Numbers { get; } = [];

    public ulong Next { get; private set; }

    public readonly bool WantsNodes => withNodes;

    public readonly bool WantsNodeOf(byte type) => true;

    public readonly bool Fits(ReadOnlySpan<byte> name) => Names.Count < limit;

    public void Add(ReadOnlySpan<byte> name, ulong ino, byte type, ulong next)
    {
        Names.Add(Encoding.UTF8.GetString(name));
        Numbers.Add(ino);
        Next = next;
    }

    public void Add(ReadOnlySpan<byte> name, UnionNode node, in FileStat stat, ulong next) => Add(name, stat.Ino, node.Kind, next);
}
