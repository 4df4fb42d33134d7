using Strata.Fuse;
using Strata.Linux;
using Strata.Union;

namespace Strata.Containers.Mounts;

/// <summary>Reading directories.</summary>
public sealed partial class UnionFileSystem
{
    /// <inheritdoc/>
    public Errno OpenDirectory(in Caller caller, NodeId node, out OpenReply reply)
    {
        // A place in a directory needs no state of ours, so the kernel need not open any.
        reply = new OpenReply { Flags = OpenReplyFlags.KeepCache | OpenReplyFlags.CacheDirectory };
        return Connection.Features.NoOpenDirectory ? Errno.ENOSYS : Errno.Ok;
    }

    /// <inheritdoc/>
    public Errno ReadDirectory(NodeId node, FileHandle handle, ulong cookie, ref DirectoryListing listing)
    {
        ListingSink sink = new(this, listing, listing.WithAttributes ? habit.Begin(cookie == 0) : default);
        Errno error = tree.ReadDirectory(Of(node), cookie, ref sink);
        listing = sink.Listing;
        if (sink.HasLeft)
        {
            habit.Left(node.Value);
        }

        return listing.Length > 0 ? Errno.Ok : error;
    }

    /// <inheritdoc/>
    public void ReleaseDirectory(NodeId node, FileHandle handle)
    {
        // Nothing was opened.
    }

    private ref struct ListingSink(UnionFileSystem files, DirectoryListing listing, ListingHabit.Files wanted) : IDirectorySink
    {
        private DirectoryListing listing = listing;
        private ListingHabit.Files wanted = wanted;

        public readonly DirectoryListing Listing => listing;

        public readonly bool WantsNodes => listing.WithAttributes;

        /// <summary>Whether a file was left without its attributes.</summary>
        public bool HasLeft { get; private set; }

        public bool WantsNodeOf(byte type)
        {
            if (wanted == ListingHabit.Files.All || type is 0 or (byte)(Linux.FileMode.Directory >> 12))
            {
                return true;
            }

            wanted = wanted == ListingHabit.Files.AllButOne ? ListingHabit.Files.All : wanted;
            HasLeft = true;
            return false;
        }

        public readonly bool Fits(ReadOnlySpan<byte> name) => listing.Fits(new FileName(name));

        public void Add(ReadOnlySpan<byte> name, ulong ino, byte type, ulong next) =>
            listing.TryAdd(new FileName(name), ino, type, next);

        public void Add(ReadOnlySpan<byte> name, UnionNode node, in FileStat stat, ulong next)
        {
            EntryReply entry = default;
            files.Fill(node, stat, ref entry);
            listing.TryAdd(new FileName(name), entry, next);
        }
    }
}
