using Strata.Linux;

namespace Strata.Layers;

/// <summary>The entries of a directory of a chain image, see <see cref="ChainImage.ReadDirectory"/>. Holds nothing that must be closed.</summary>
public ref struct ChainDirectoryReader
{
    private readonly ChainImage image;
    private readonly ErofsInode directory;
    private readonly Errno initialError;
    private ErofsDirectoryBlock block;
    private long blockIndex;
    private int index;

    internal ChainDirectoryReader(Errno error)
    {
        image = null!;
        initialError = error;
    }

    internal ChainDirectoryReader(ChainImage image, scoped in ErofsInode directory, ulong cookie)
    {
        this.image = image;
        this.directory = directory;
        Cookie = cookie;
        blockIndex = (long)Math.Min(cookie >> ErofsFormat.BlockBits, long.MaxValue >> ErofsFormat.BlockBits);
        index = (int)(cookie & (ErofsFormat.BlockSize - 1)) / ErofsDirent.Length;
    }

    /// <summary>The name, in the image.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The inode.</summary>
    public ulong Nid { get; private set; }

    /// <summary>d_type of readdir(3).</summary>
    public byte Type { get; private set; }

    /// <summary>Where to go on behind this entry: never 0, valid as long as the image is, below 2^63.</summary>
    public ulong Cookie { get; private set; }

    /// <summary>Moves to the next entry. False with <see cref="Errno.Ok"/> is the end; EUCLEAN: malformed.</summary>
    public bool Next(out Errno error)
    {
        error = initialError;
        while (error == Errno.Ok && blockIndex < ChainImage.BlocksOf(directory))
        {
            if (block.Count == 0 && !image.TryOpenBlock(directory, blockIndex, out block))
            {
                error = Errno.EUCLEAN;
                return false;
            }

            if (index >= block.Count)
            {
                blockIndex++;
                index = 0;
                block = default;
                continue;
            }

            if (!block.TryGetName(index, out ReadOnlySpan<byte> name))
            {
                error = Errno.EUCLEAN;
                return false;
            }

            ErofsDirent entry = block[index++];
            if (!new FileName(name).IsDotOrDotDot)
            {
                Name = name;
                Nid = entry.Nid;
                Type = ErofsFileType.ToDirentType(entry.FileType);
                Cookie = ((ulong)blockIndex << ErofsFormat.BlockBits) + (ulong)(index * ErofsDirent.Length);
                return true;
            }
        }

        return false;
    }
}
