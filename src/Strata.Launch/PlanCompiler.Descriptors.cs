using Strata.Linux;

namespace Strata.Launch;

internal sealed partial class PlanCompiler
{
    /// <summary>The first number that the container's program does not see.</summary>
    private int FirstHidden => 3 + spec.KeptDescriptors.Count;

    private void CloseInherited()
    {
        for (int i = 0; i < spec.KeptDescriptors.Count; i++)
        {
            inputs.Kept.Add(new Slot($"kept{i}"));
        }

        // The launcher hands over its descriptors above those numbers that the program gets, so that placing one never
        // overwrites another. Between them are gaps, whose bounds are known at the start only.
        int handedOver = inputs.Kept.Count + (spec.Terminal is null ? 3 + 3 : 3 + 1) + (spec.Join.IsOpen ? 1 : 0);
        program.Purpose = "close inherited descriptors";
        for (int i = 0; i <= handedOver; i++)
        {
            Slot first = new($"gap{i}.first");
            Slot last = new($"gap{i}.last");
            inputs.Gaps.Add((first, last));
            program.Call(Syscall.CloseRange, first, last, 0);
            program.Tolerate(Errno.EINVAL);
        }
    }

    private void PlaceDescriptors()
    {
        program.Purpose = "place descriptors";
        for (int i = 0; spec.Terminal is null && i < 3; i++)
        {
            program.Call(Syscall.Dup3, inputs.Streams[i], i, 0);
        }

        for (int i = 0; i < inputs.Kept.Count; i++)
        {
            program.Call(Syscall.Dup3, inputs.Kept[i], 3 + i, 0);
        }
    }

    private void HideDescriptors()
    {
        const ulong CloseRangeCloExec = 4;
        program.Purpose = "hide descriptors";
        program.Call(
            Syscall.CloseRange, FirstHidden, Argument.Named(uint.MaxValue, "~0"), Argument.Named(CloseRangeCloExec, "CLOSE_RANGE_CLOEXEC"));
    }
}
