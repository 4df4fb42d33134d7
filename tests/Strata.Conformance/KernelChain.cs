using Strata.Containers.Mounts.Kernel;
using Strata.Linux;
using Xunit;

namespace Strata.Conformance;

/// <summary>The kernel's own drivers over a chain image, as <c>--driver kernel</c> puts them together.</summary>
/// <param name="lower">The layers.</param>
/// <param name="upper">An upper that is there already; a new empty one where null.</param>
/// <param name="work">The work folder of that upper; a new empty one where null.</param>
/// <param name="source">How the kernel reads the image.</param>
/// <param name="construction">The way that is meant; null is the newest that this kernel knows.</param>
internal sealed class KernelChain(Lower lower, string? upper, string? work, ErofsSource source, OverlayConstruction? construction) : MountUnderTest(lower, upper, work)
{
    protected override void MountNow()
    {
        OverlaySpec spec = new() { Source = "conformance", Objects = Lower.Chain.Objects, Upper = Upper, Work = Work, Volatile = true };
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(Lower.Chain.Image), OpenFlags.ReadOnly, out FileFd chain).OrThrow(Lower.Chain.Image);
        using FileFd owned = chain;
        if (construction is null)
        {
            Assert.Null(KernelMount.TryMake(chain, spec, Point));
            return;
        }

        ErofsImage.Open(source, chain, out ErofsImage? image).OrThrow(Lower.Chain.Image);
        using ErofsImage held = image!;
        OverlayBuilder.Build(construction.Value, held, chain, spec, out FileFd mount, out string reason).OrThrow(reason);
        using FileFd made = mount;
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(Point), OpenFlags.Path | OpenFlags.Directory, out FileFd target).OrThrow(Point);
        using FileFd point = target;
        Sys.MoveMount(mount, target).OrThrow(Point);
    }
}
