using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Union.Tests;

/// <summary>A union over a chain image; the kernel's overlayfs mounts the same image with its objects as data layer.</summary>
public sealed class ChainFixture : UnionFixture
{
    public ChainFixture(ChainLayer layer, string? inside = null)
        : base(inside)
    {
        Directory.CreateDirectory(At("objects"));
        Directory.CreateDirectory(At("erofs"));
        layer.Write(At("image"), At("objects"));
    }

    protected override Lower OpenLower(InodeNumbers numbers, UnionOptions options)
    {
        Sys.OpenAt(FileFd.WorkingDirectory, Bytes(At("image")), OpenFlags.ReadOnly, out FileFd image).OrThrow();
        using (image)
        {
            return new ChainLower(ChainImage.Open(image), new ObjectFolder(OpenFolder(At("objects"))), numbers);
        }
    }

    public override void ByKernel(string options, Action<string> use)
    {
        Close();
        Sys.Mount(Bytes(At("image")), Bytes(At("erofs")), "erofs"u8, MountFlags.ReadOnly, default).OrThrow("mount the image");
        try
        {
            base.ByKernel(options, use);
        }
        finally
        {
            TestDisk.Unmount(At("erofs"));
        }
    }

    protected override string KernelLowers => $"{At("erofs")}::{At("objects")}";
}
