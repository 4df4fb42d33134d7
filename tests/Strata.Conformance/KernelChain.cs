using Strata.Containers.Mounts.Kernel;
using Strata.Linux;
using Xunit;

namespace Strata.Conformance;

/// <summary>The kernel's own drivers over a chain image, as <c>--driver kernel</c> puts them together.</summary>
internal sealed class KernelChain(Lower lower, UpperFolders? upper, MountKind kind) : MountUnderTest(lower, upper)
{
    protected override void MountNow()
    {
        ForgetVolatile();
        OverlaySpec spec = new() { Source = "conformance", Objects = Lower.Chain.Objects, Upper = Upper, Work = Work, Volatile = true };
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(Lower.Chain.Image), OpenFlags.ReadOnly, out FileFd chain).OrThrow(Lower.Chain.Image);
        using FileFd owned = chain;
        switch (kind)
        {
            case MountKind.KernelChain:
                Assert.Null(KernelMount.TryMake(chain, spec, Point));
                break;
            case MountKind.KernelChainByPaths:
                MountBy(ErofsSource.File, OverlayConstruction.Paths, chain, spec);
                break;
            default:
                MountBy(ErofsSource.LoopDevice, OverlayConstruction.ScreenedObjects, chain, spec);
                break;
        }
    }

    private void MountBy(ErofsSource source, OverlayConstruction construction, FileFd chain, OverlaySpec spec)
    {
        ErofsImage.Open(source, chain, out ErofsImage? image).OrThrow(Lower.Chain.Image);
        using ErofsImage held = image!;
        OverlayBuilder.Build(construction, held, chain, spec, out FileFd mount, out string reason).OrThrow(reason);
        using FileFd made = mount;
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(Point), OpenFlags.Path | OpenFlags.Directory, out FileFd target).OrThrow(Point);
        using FileFd point = target;
        Sys.MoveMount(mount, target).OrThrow(Point);
    }
}
