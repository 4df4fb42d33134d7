using Strata.Blobs;
using Strata.Containers.Mounts.Kernel;
using Strata.Layers;
using Strata.Linux;
using Strata.Union;
using Strata.Union.Tests;
using Xunit;

namespace Strata.Containers.Tests;

/// <summary>A store with one layer of all kinds of files, and folders to mount and change it.</summary>
internal sealed class CommitStage : IDisposable
{
    private int uppers;

    public CommitStage()
    {
        Folder = Directory.CreateDirectory($"/var/tmp/strata-commit-{Guid.NewGuid():n}").FullName;
        Blobs = BlobStore.Open($"{Folder}/store");
        Layers = new LayerStore(Blobs);
        Directory.CreateDirectory(Target);
        Base = BuildBase();
    }

    public string Folder { get; }

    public string Target => $"{Folder}/target";

    public BlobStore Blobs { get; }

    public LayerStore Layers { get; }

    public Digest Base { get; }

    /// <summary>A new upper and work folder.</summary>
    public (string Upper, string Work) NewFolders()
    {
        string name = $"{Folder}/{uppers++}";
        return (Directory.CreateDirectory($"{name}/upper").FullName, Directory.CreateDirectory($"{name}/work").FullName);
    }

    /// <summary>Mounts layers by the kernel, with an upper folder where one is given, does something there, and unmounts.</summary>
    public T Mounted<T>(IReadOnlyList<Digest> diffIds, (string Upper, string Work)? folders, bool index, Func<string, T> work)
    {
        using FileFd chain = Layers.EnsureChain(diffIds);
        T result = default!;
        KernelStage.Privately(() =>
        {
            OverlaySpec spec = new() { Source = "commit", Objects = $"{Folder}/store/objects", Upper = folders?.Upper, Work = folders?.Work, Index = index };
            Assert.Null(KernelMount.TryMake(chain, spec, Target));
            try
            {
                result = work(Target);
            }
            finally
            {
                TestDisk.Unmount(Target);
            }
        });
        return result;
    }

    public UnionScan Scan(IReadOnlyList<Digest> diffIds, (string Upper, string Work)? folders)
    {
        using FileFd chain = Layers.EnsureChain(diffIds);
        using FileFd work = Open(folders?.Work);
        FileFd upper = Open(folders?.Upper);
        ChainLower? lower = null;
        try
        {
            lower = new ChainLower(ChainImage.Open(chain), Blobs.Objects, new InodeNumbers());
            return new UnionScan(lower, upper, work, OverlayXattrs.Trusted);
        }
        catch
        {
            lower?.Dispose();
            upper.Dispose();
            throw;
        }
    }

    public BuiltLayer Commit((string Upper, string Work) folders)
    {
        using UnionScan scan = Scan([Base], folders);
        return LayerOfChanges.Build(Blobs, scan.Changes(), CancellationToken.None);
    }

    public void Dispose()
    {
        Blobs.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static FileFd Open(string? folder)
    {
        FileFd opened = default;
        if (folder is not null)
        {
            Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(folder), OpenFlags.ReadOnly | OpenFlags.Directory, out opened).OrThrow(folder);
        }

        return opened;
    }

    private Digest BuildBase()
    {
        using LayerBuilder builder = new(Blobs);
        byte[] big = new byte[70_000];
        new Random(1).NextBytes(big);
        Add("", EntryKind.Directory);
        Add("d", EntryKind.Directory);
        Add("d/e", EntryKind.Directory, xattr: true);
        Add("d/e/x", EntryKind.File, "x"u8.ToArray());
        Add("d/f", EntryKind.File, "f"u8.ToArray(), xattr: true);
        Add("d/big", EntryKind.File, big);
        Add("d/biglink", EntryKind.HardLink, target: "d/big");
        Add("dev", EntryKind.CharDevice);
        Add("gone", EntryKind.Directory);
        Add("gone/g", EntryKind.File, "g"u8.ToArray());
        Add("keep", EntryKind.File);
        Add("ren", EntryKind.Directory);
        Add("ren/data", EntryKind.File, big[..5000]);
        Add("ren/out", EntryKind.HardLink, target: "d/big");
        Add("ren/sub", EntryKind.Directory);
        Add("ren/sub/x", EntryKind.File, "xx"u8.ToArray());
        Add("sym", EntryKind.Symlink, target: "d/f");
        return builder.Finish().DiffId;

        void Add(string path, EntryKind kind, byte[]? content = null, string? target = null, bool xattr = false) => builder.Add(
            new LayerEntry
            {
                Path = PathText.Bytes(path),
                Kind = kind,
                Permissions = kind switch { EntryKind.Symlink => 0x1ff, EntryKind.Directory => 0x1ed, _ => 0x1a4 },
                Uid = 3,
                Gid = 4,
                Modified = new Timestamp(1_500_000_000, 5),
                Device = kind == EntryKind.CharDevice ? new DeviceNumber(5, 6) : default,
                LinkTarget = target is null ? default : PathText.Bytes(target),
                Size = content?.Length ?? 0,
                Xattrs = xattr ? [new Xattr("user.base"u8.ToArray(), "1"u8.ToArray())] : [],
            },
            content);
    }
}
