using System.Diagnostics;
using Xunit;

namespace Strata.Fuse.Tests;

/// <summary>For what the kernel does in its own time.</summary>
internal static class Eventually
{
    public static void Is(Func<bool> condition)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition() && watch.Elapsed < TimeSpan.FromSeconds(10))
        {
            Thread.Sleep(2);
        }

        Assert.True(condition());
    }
}
