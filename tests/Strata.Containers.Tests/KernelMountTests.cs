using Strata.Blobs;
using Strata.Containers.Mounts.Kernel;
using Strata.Linux;
using Xunit;
using static Strata.Containers.Tests.KernelStage;

namespace Strata.Containers.Tests;

[Trait("Kind", "Mount")]
public sealed class KernelMountTests : IDisposable
{
    private readonly KernelStage stage = new();

    public void Dispose() => stage.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(0, 2)]
    [InlineData(1, 0)]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    public void EveryWay_ShowsImageAndObjectsAndNothingElse(int source, int construction)
    {
        using FileFd chain = stage.Image("image", Directory("", ("trusted.note", "v")), Object("big"), Directory("dir"));
        Privately(() =>
        {
            Assert.Equal(Errno.Ok, ErofsImage.Open((ErofsSource)source, chain, out ErofsImage? image));
            using ErofsImage held = image!;
            OverlaySpec readOnly = stage.Spec with { Upper = null, Work = null };
            Errno error = OverlayBuilder.Build((OverlayConstruction)construction, held, chain, readOnly, out FileFd mount, out string reason);
            using FileFd made = mount;
            Assert.Equal((Errno.Ok, ""), (error, reason));

            Assert.Equal(["big", "dir"], Names(mount));
            Assert.Equal(Content, Read(mount, "big"));
            Assert.Equal(Errno.ENOENT, Sys.StatAt(mount, PathText.Bytes("ab"), out _));
            Assert.Equal(Errno.Ok, Sys.StatAt(mount, "."u8, out FileStat root));
            Assert.Equal((0b001_111_101_101u, 7u, 8u, new Timestamp(1_500_000_000, 5)), (root.Mode & 0xfff, root.Uid, root.Gid, root.Modified));
            Assert.Equal("v", Xattr(mount, ".", "trusted.note"));
            Assert.Equal(Errno.EROFS, Sys.MkdirAt(mount, "new"u8, 0x1ed));
        });
    }

    [Fact]
    public void XattrsOfOverlaysOwnNames_AreShownOrTheImageIsRefused()
    {
        using FileFd chain = stage.Image("image", Directory("", ("trusted.overlay.opaque", "y")), Object("big"));
        Privately(() =>
        {
            bool shown = EscapeTrial.Run() == Errno.Ok;
            Assert.Null(OverlayNeeds.Missing(OverlayConstruction.Descriptors, chain));
            Assert.Equal(!shown, OverlayNeeds.Missing(OverlayConstruction.Paths, chain) is not null);
            if (shown)
            {
                Assert.Null(KernelMount.TryMake(chain, stage.Spec with { Upper = null, Work = null }, stage.Target));
                using FileFd root = OpenTarget();
                Assert.Equal("y", Xattr(root, ".", "trusted.overlay.opaque"));
                Assert.Equal(["big"], Names(root));
            }
        });
    }

    [Fact]
    public void ImageWithANameOfAnObjectsFolder_IsNotShownWithHiddenObjects()
    {
        using FileFd chain = stage.Image("image", Directory(""), Directory("ab"));
        using FileFd other = stage.Image("other", Directory(""), Directory("abc"), Directory("dir"), Directory("dir/ab"), Directory("AB"));

        Assert.Contains("two hexadecimal digits", OverlayNeeds.Missing(OverlayConstruction.ScreenedObjects, chain), StringComparison.Ordinal);
        Assert.Null(OverlayNeeds.Missing(OverlayConstruction.Paths, chain));
        Assert.Null(OverlayNeeds.Missing(OverlayConstruction.ScreenedObjects, other));
    }

    [Fact]
    public void UpperOfAnotherImage_IsTaken()
    {
        // Overlayfs itself says "Stale file handle": the root that the upper was made for is another one.
        using FileFd first = stage.Image("first", Directory(""), Object("big"));
        using FileFd second = stage.Image("second", Directory(""), Directory("dir"), Object("big"));
        Privately(() =>
        {
            Assert.Null(KernelMount.TryMake(first, stage.Spec, stage.Target));
            File.WriteAllText($"{stage.Target}/new", "n");
            Assert.Equal(Errno.Ok, Sys.Unmount(PathText.Bytes(stage.Target), 0));

            Assert.Null(KernelMount.TryMake(second, stage.Spec, stage.Target));
            using FileFd root = OpenTarget();
            Assert.Equal(["big", "dir", "new"], Names(root));
        });
    }

    [Fact]
    public void UpperThatWasCopied_IsTakenWithoutItsIndex()
    {
        using FileFd chain = stage.Image("image", Directory(""), Object("big"));
        Privately(() =>
        {
            Assert.Null(KernelMount.TryMake(chain, stage.Spec, stage.Target));
            Assert.Equal(Errno.Ok, Sys.Unmount(PathText.Bytes(stage.Target), 0));
            System.IO.Directory.CreateDirectory($"{stage.Path}/upper-2");

            // The work folder's index belongs to the first upper.
            Assert.Null(KernelMount.TryMake(chain, stage.Spec with { Upper = $"{stage.Path}/upper-2" }, stage.Target));
            Assert.Contains(File.ReadAllLines("/proc/thread-self/mountinfo"), line => line.Contains(stage.Target, StringComparison.Ordinal) && !line.Contains("index=on", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void WorkFolderOfAVolatileMount_IsRefused()
    {
        using FileFd chain = stage.Image("image", Directory(""), Object("big"));
        Privately(() =>
        {
            Assert.Null(KernelMount.TryMake(chain, stage.Spec with { Volatile = true }, stage.Target));
            Assert.Equal(Errno.Ok, Sys.Unmount(PathText.Bytes(stage.Target), 0));

            Assert.StartsWith("the work folder is of a volatile mount", KernelMount.TryMake(chain, stage.Spec, stage.Target), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Trial_FindsWhatTheKernelCanAndLeavesNothing()
    {
        using BlobStore store = BlobStore.Open(stage.Path + "/store");
        KernelTrial trial = KernelTrial.Run(store);

        Assert.Null(trial.Obstacle);
        Assert.Null(trial.ProblemOf(ErofsSource.LoopDevice));
        Assert.Null(trial.ProblemOf(OverlayConstruction.ScreenedObjects));
        Assert.DoesNotContain(File.ReadAllLines("/proc/self/mountinfo"), line => line.Contains(stage.Path, StringComparison.Ordinal));
        stage.AssertNoLoops();
    }

    private FileFd OpenTarget()
    {
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(stage.Target), OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd root).OrThrow(stage.Target);
        return root;
    }

    private static List<string> Names(FileFd root)
    {
        Sys.OpenAt(root, "."u8, OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd folder).OrThrow("open the root");
        using FileFd owned = folder;
        List<string> names = [];
        DirectoryReader reader = new(folder, new byte[8192]);
        while (reader.Next(out _))
        {
            names.Add(PathText.Show(reader.Name));
        }

        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private static byte[] Read(FileFd root, string name)
    {
        byte[] content = new byte[2 * Content.Length];
        Sys.OpenAt(root, PathText.Bytes(name), OpenFlags.ReadOnly, out FileFd file).OrThrow(name);
        using FileFd owned = file;
        Sys.PRead(file, content, 0, out int count).OrThrow(name);
        return content[..count];
    }

    private static string Xattr(FileFd root, string path, string name)
    {
        byte[] value = new byte[256];
        Sys.LGetXattr(root, PathText.Bytes(path), PathText.Bytes(name), value, out int length).OrThrow(name);
        return PathText.Show(value.AsSpan(0, length));
    }
}
