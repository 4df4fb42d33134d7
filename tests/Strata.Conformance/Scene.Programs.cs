using System.Diagnostics;

namespace Strata.Conformance;

internal sealed partial class Scene
{
    /// <summary>Runs a shell script in the directory and writes down its exit code and what it printed, without the mount's path.</summary>
    public void Shell(string script, uint uid = 0)
    {
        ProcessStartInfo start = new("setpriv")
        {
            WorkingDirectory = Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["LC_ALL"] = "C";
        start.Environment["HOME"] = Path;
        foreach (string argument in (string[])["--reuid", uid.ToString(), "--regid", uid.ToString(), "--clear-groups", "bash", "-c", "exec 2>&1; " + script])
        {
            start.ArgumentList.Add(argument);
        }

        using Process shell = Process.Start(start)!;
        shell.StandardInput.Close();
        string output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Say($"sh {script}: exit {shell.ExitCode}: {output.Replace(Path, ".", StringComparison.Ordinal).Trim()}");
    }
}
