namespace Strata.Linux;

public static partial class Sys
{
    // Debug builds write large buffers in two steps, so that the loops over short writes are always exercised.
    private static int Shortened(int length) =>
#if DEBUG
        length > 1 << 16 ? length - 4096 : length;
#else
        length;
#endif
}
