using System.Runtime.InteropServices;

namespace Strata.Layers;

/// <summary>How the children of a directory are cut into blocks, and a block written.</summary>
internal static class ErofsDirectoryWriter
{
    /// <summary>In a list of children: the directory itself.</summary>
    public const int Self = -2;

    /// <summary>In a list of children: its parent.</summary>
    public const int Above = -3;

    /// <summary>The name of a child.</summary>
    public static ReadOnlySpan<byte> NameOf(ChainTree tree, int child) => child switch
    {
        Self => "."u8,
        Above => ".."u8,
        _ => tree.Name(child).Bytes.Span,
    };

    /// <summary>How many of the children, from the first on, go into one block, and the bytes they need.</summary>
    public static int CountInBlock(ChainTree tree, ReadOnlySpan<int> children, out int size)
    {
        size = 0;
        for (int i = 0; i < children.Length; i++)
        {
            int next = size + ErofsDirent.Length + NameOf(tree, children[i]).Length;
            if (next > ErofsFormat.BlockSize)
            {
                return i;
            }

            size = next;
        }

        return children.Length;
    }

    /// <summary>Writes a block of children that fit.</summary>
    public static void Write(ErofsPlan plan, int directory, ReadOnlySpan<int> children, Span<byte> block)
    {
        int nameOffset = children.Length * ErofsDirent.Length;
        for (int i = 0; i < children.Length; i++)
        {
            ReadOnlySpan<byte> name = NameOf(plan.Tree, children[i]);
            int node = children[i] switch
            {
                Self => directory,
                Above => plan.Inode(directory).Parent,
                int child => plan.Tree.Name(child).Node,
            };
            ErofsDirent dirent = new()
            {
                Nid = plan.Inode(node).Nid,
                NameOffset = (ushort)nameOffset,
                FileType = ErofsFileType.FromMode(ErofsPlan.ModeOf(plan.Tree.Node(node))),
            };
            MemoryMarshal.Write(block[(i * ErofsDirent.Length)..], in dirent);
            name.CopyTo(block[nameOffset..]);
            nameOffset += name.Length;
        }
    }
}
