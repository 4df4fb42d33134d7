using System.Diagnostics;

namespace Strata.Launch.Tests;

/// <summary>
/// A static program that makes one system call and prints its errno, 0 for success: <c>probe NUMBER ARGUMENT…</c>. A number
/// with <c>i</c> before it is a call of 32 bits, by int 0x80.
/// </summary>
internal static class SyscallProbe
{
    private const string Source =
        """
        #define _GNU_SOURCE
        #include <errno.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <unistd.h>
        int main(int count, char **words) {
            unsigned long a[6] = {0};
            int narrow = words[1][0] == 'i';
            for (int i = 2; i < count && i < 8; i++) a[i - 2] = strtoul(words[i], 0, 0);
            long number = strtol(words[1] + narrow, 0, 0), answer;
            if (narrow) {
                __asm__ volatile("int $0x80" : "=a"(answer) : "a"(number), "b"(a[0]), "c"(a[1]), "d"(a[2]), "S"(a[3]) : "memory", "r8", "r9", "r10", "r11");
                answer = (int)answer;
                answer = answer < 0 && answer > -4096 ? -answer : 0;
            } else {
                errno = 0;
                answer = syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]) == -1 ? errno : 0;
            }
            printf("%ld\n", answer);
            return 0;
        }
        """;

    private static readonly Lazy<byte[]> Program = new(Compile);

    /// <summary>Puts it into a root as /bin/probe.</summary>
    public static void PutInto(ContainerRoot root)
    {
        File.WriteAllBytes(root.Path + "/bin/probe", Program.Value);
        root.SetMode("/bin/probe", 493);
    }

    private static byte[] Compile()
    {
        string folder = Directory.CreateTempSubdirectory("strata-probe-").FullName;
        try
        {
            File.WriteAllText(folder + "/probe.c", Source);
            using Process process = Process.Start("gcc", ["-O1", "-static", "-o", folder + "/probe", folder + "/probe.c"]);
            process.WaitForExit();
            return process.ExitCode == 0 ? File.ReadAllBytes(folder + "/probe") : throw new InvalidOperationException("gcc failed");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
