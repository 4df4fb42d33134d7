using Strata.Linux;

namespace Strata.Launch;

internal sealed partial class PlanCompiler
{
    private const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private void Filter()
    {
        if (spec.SeccompFilter.IsEmpty)
        {
            return;
        }

        // struct sock_fprog: length, padding, pointer.
        int count = spec.SeccompFilter.Length / 8;
        DataBlock filter = DataBlock.Structure("filter", spec.SeccompFilter.ToArray());
        program.Purpose = "install the seccomp filter";
        program.Call(
            Syscall.Seccomp, Argument.Named(1, "SECCOMP_SET_MODE_FILTER"), 0, DataBlock.Words($"{{{count} instructions}}", (ulong)count, 0).Point(8, filter));
    }

    private void ResetSignals()
    {
        // CLONE_CLEAR_SIGHAND leaves ignored signals ignored: SIGPIPE is by .NET, others may be by whoever started us.
        const int Last = 31;
        const int Kill = 9;
        const int Stop = 19;
        program.Purpose = "reset signals";
        DataBlock byDefault = DataBlock.Words("{SIG_DFL}", 0, 0, 0, 0);
        for (int signal = 1; signal <= Last; signal++)
        {
            if (signal is not (Kill or Stop))
            {
                program.Call(Syscall.RtSigAction, signal, byDefault, Argument.Null, 8);
            }
        }

        program.Call(Syscall.RtSigProcMask, Argument.Named(2, "SIG_SETMASK"), DataBlock.Words("[]", 0), Argument.Null, 8);
    }

    /// <summary>Goes on in an executable of our own, which alone is reachable as /proc/self/exe; see <see cref="ExecImage"/>.</summary>
    private void LeaveLauncher()
    {
        program.Purpose = "leave the launcher's memory";
        program.Call(Syscall.Fcntl, inputs.Report, Argument.Named(2, "F_SETFD"), 0);
        program.Call(
            Syscall.ExecVeAt, inputs.ExecImage, "", DataBlock.Strings(["strata-exec"]), DataBlock.Strings([]), Argument.Named(0x1000, "AT_EMPTY_PATH"));
    }

    private void Execute()
    {
        HideDescriptors();
        if (spec.NoNewPrivileges)
        {
            Filter();
        }

        string command = spec.Args[0];
        DataBlock arguments = DataBlock.Strings(spec.Args);
        DataBlock environment = DataBlock.Strings(spec.Env);
        if (command.Contains('/'))
        {
            program.Purpose = $"exec {command}";
            program.Call(Syscall.ExecVe, command, arguments, environment).Exec();
            return;
        }

        // As execvp(3): what is missing is looked for further; a candidate that may not be run is remembered by going on in
        // a second list, which ends with EACCES instead of ENOENT.
        string[] candidates = Candidates(command);
        Label[] afterDenied = new Label[candidates.Length + 1];
        for (int i = 0; i < afterDenied.Length; i++)
        {
            afterDenied[i] = new Label();
        }

        for (int i = 0; i < candidates.Length; i++)
        {
            Try(candidates[i], arguments, environment).On(Errno.EACCES, afterDenied[i + 1]);
        }

        program.Purpose = $"find {command} in PATH";
        program.Fail(Errno.ENOENT).Exec();
        for (int i = 0; i < candidates.Length; i++)
        {
            program.Mark(afterDenied[i]);
            Try(candidates[i], arguments, environment);
            program.Tolerate(Errno.EACCES);
        }

        program.Mark(afterDenied[^1]);
        program.Purpose = $"exec {command}";
        program.Fail(Errno.EACCES).Exec();
    }

    private Step Try(string candidate, DataBlock arguments, DataBlock environment)
    {
        program.Purpose = $"exec {candidate}";
        Step step = program.Call(Syscall.ExecVe, candidate, arguments, environment).Exec();
        program.Tolerate(Errno.ENOENT);
        program.Tolerate(Errno.ENOTDIR);
        return step;
    }

    private string[] Candidates(string command)
    {
        // An empty entry of PATH is the working directory, execvp(3).
        string path = spec.Env.FirstOrDefault(e => e.StartsWith("PATH=", StringComparison.Ordinal))?["PATH=".Length..] ?? DefaultPath;
        return path.Split(':').Select(folder => folder.Length == 0 ? "./" + command : folder + "/" + command).ToArray();
    }
}
