using Strata.Linux;

namespace Strata.Launch;

/// <summary>
/// The descriptors of one launch: the pipes between launcher and child, and copies of what the program gets, all of them
/// above the numbers that the program sees.
/// </summary>
internal sealed class LaunchDescriptors : IDisposable
{
    private readonly List<FileFd> childs = [];
    private readonly LaunchPlan plan;
    private readonly FileFd attachedWriter;
    private readonly FileFd consoleReceiver;
    private readonly FileFd reportReader;
    private bool released;

    public LaunchDescriptors(LaunchPlan plan)
    {
        this.plan = plan;
        try
        {
            Sys.Pipe(out FileFd attachedReader, out attachedWriter).OrThrow("pipe2(attached)");
            HandOver(attachedReader, owned: true);
            Sys.Pipe(out reportReader, out FileFd reportWriter).OrThrow("pipe2(report)");
            HandOver(reportWriter, owned: true);
            Errno error = ExecImage.Make(plan, childs[1].Number, out FileFd execImage);
            if (error != Errno.Ok)
            {
                throw new LaunchException("make the executable that starts the program", error);
            }

            HandOver(execImage, owned: true);
            if (plan.Spec.Join.IsOpen)
            {
                HandOver(plan.Spec.Join, owned: false);
            }

            if (plan.Spec.Terminal is not null)
            {
                Sys.SocketPair(out consoleReceiver, out FileFd sender).OrThrow("socketpair(console)");
                HandOver(sender, owned: true);
            }
            else
            {
                HandOver(plan.Spec.Streams.Input, owned: false);
                HandOver(plan.Spec.Streams.Output, owned: false);
                HandOver(plan.Spec.Streams.Error, owned: false);
            }

            foreach (FileFd kept in plan.Spec.KeptDescriptors)
            {
                HandOver(kept, owned: false);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where the child's report, or the end of the pipe, comes.</summary>
    public FileFd Report => reportReader;

    /// <summary>Puts the numbers into the program.</summary>
    public void Fill(ProgramImage image)
    {
        PlanInputs inputs = plan.Inputs;
        Slot[] order =
        [
            inputs.Attached, inputs.Report, inputs.ExecImage,
            .. plan.Spec.Join.IsOpen ? (Slot[])[inputs.Joined] : [],
            .. plan.Spec.Terminal is not null ? [inputs.ConsoleSocket] : inputs.Streams,
            .. inputs.Kept,
        ];
        for (int i = 0; i < order.Length; i++)
        {
            image.Set(order[i], childs[i].Number);
        }

        image.SetReport(childs[1]);
        int next = 3;
        int[] numbers = childs.Select(f => f.Number).Order().ToArray();
        for (int i = 0; i <= numbers.Length; i++)
        {
            int last = i < numbers.Length ? numbers[i] - 1 : int.MaxValue;
            image.Set(inputs.Gaps[i].First, next);
            image.Set(inputs.Gaps[i].Last, last);
            next = last + 2;
        }
    }

    /// <summary>Lets the child go on to its program, and closes the child's ends here.</summary>
    public void Release()
    {
        // EPIPE is a child that failed: its report says why.
        Errno error = Sys.WriteAll(attachedWriter, [1]);
        if (error is not (Errno.Ok or Errno.EPIPE))
        {
            throw new LaunchException("release the child", error);
        }

        CloseChilds();
    }

    /// <summary>The terminal's master, or no descriptor where there is no terminal.</summary>
    public FileFd TakeConsole()
    {
        if (!consoleReceiver.IsOpen)
        {
            return default;
        }

        Errno error = Sys.ReceiveFd(consoleReceiver, out FileFd master);
        return error == Errno.Ok ? master : throw new LaunchException("receive the terminal", error);
    }

    public void Dispose()
    {
        CloseChilds();
        attachedWriter.Dispose();
        reportReader.Dispose();
        consoleReceiver.Dispose();
    }

    private void CloseChilds()
    {
        if (!released)
        {
            released = true;
            foreach (FileFd file in childs)
            {
                file.Dispose();
            }
        }
    }

    private void HandOver(FileFd file, bool owned)
    {
        Errno error = Sys.Duplicate(file, 3 + plan.Spec.KeptDescriptors.Count, out FileFd copy);
        if (owned)
        {
            file.Dispose();
        }

        if (error != Errno.Ok)
        {
            throw new LaunchException("hand over a descriptor", error);
        }

        childs.Add(copy);
    }
}
