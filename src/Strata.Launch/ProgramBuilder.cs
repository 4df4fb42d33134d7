using Strata.Linux;

namespace Strata.Launch;

/// <summary>Writes the steps of a program. What is seldom needed goes to the end, so that the usual way reads straight.</summary>
internal sealed class ProgramBuilder
{
    private readonly List<Step> steps = [];
    private readonly Queue<Action> aside = [];

    /// <summary>What the steps that follow are for.</summary>
    public string Purpose { get; set; } = "start";

    /// <summary>Adds a step.</summary>
    public Step Call(Syscall call, params ReadOnlySpan<Argument> arguments)
    {
        Step step = new(Purpose, call, arguments);
        steps.Add(step);
        return step;
    }

    /// <summary>Goes on with the next step in spite of this error of the step just written.</summary>
    public void Tolerate(Errno error) => steps[^1].On(error, Here());

    /// <summary>The place of the next step.</summary>
    public Label Here() => new() { Index = steps.Count };

    /// <summary>Gives a label the place of the next step.</summary>
    public void Mark(Label label) => label.Index = steps.Count;

    /// <summary>Goes on elsewhere.</summary>
    public void Jump(Label target) => Call(Syscall.Raise, Argument.Named((ulong)Errno.EAGAIN, "EAGAIN")).On(Errno.EAGAIN, target);

    /// <summary>Fails.</summary>
    public Step Fail(Errno error) => Call(Syscall.Raise, Argument.Named((ulong)error, error.ToString()));

    /// <summary>Writes steps behind the last one, with the present purpose, and gives their place.</summary>
    public Label Aside(Action write)
    {
        Label label = new();
        string purpose = Purpose;
        aside.Enqueue(() =>
        {
            Purpose = purpose;
            Mark(label);
            write();
        });
        return label;
    }

    /// <summary>Writes what was set aside.</summary>
    public void WriteAside()
    {
        while (aside.TryDequeue(out Action? write))
        {
            write();
        }
    }

    /// <summary>All steps.</summary>
    public IReadOnlyList<Step> Finish()
    {
        WriteAside();
        if (steps.Count >= ushort.MaxValue)
        {
            throw new LaunchException($"the launch has {steps.Count} steps, more than the stub can number");
        }

        return steps;
    }
}
