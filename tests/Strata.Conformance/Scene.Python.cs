using System.Diagnostics;

namespace Strata.Conformance;

internal sealed partial class Scene
{
    private static readonly Lazy<string> Prelude = new(() =>
    {
        using StreamReader text = new(typeof(Scene).Assembly.GetManifestResourceStream("Strata.Conformance.scene.py")!);
        return text.ReadToEnd();
    });

    /// <summary>
    /// Runs a Python script in the directory, after scene.py, and writes down each line that it printed, without the mount's
    /// path: for calls that only tests make, and for what takes several processes.
    /// </summary>
    public void Python(string script)
    {
        // Debian's own by its path: what PATH finds may be a slower wrapper. -I and -S leave out what no script needs. A script
        // that waits for ever is killed with all its children.
        ProcessStartInfo start = new("timeout", ["--signal=KILL", "100", "/usr/bin/python3", "-I", "-S", "-B", "-c", $"{Prelude.Value}\n\n{script}"])
        {
            WorkingDirectory = Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using Process python = Process.Start(start)!;
        python.StandardInput.Close();
        Task<string> errors = python.StandardError.ReadToEndAsync();
        foreach (string line in python.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Say(line.Replace(Path, ".", StringComparison.Ordinal));
        }

        python.WaitForExit();
        if (python.ExitCode != 0 || errors.Result.Length > 0)
        {
            // Said by both mounts it would pass for an answer.
            throw new InvalidOperationException($"a script ended with {python.ExitCode}: {errors.Result}");
        }
    }
}
