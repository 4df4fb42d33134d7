namespace Strata.Launch;

/// <summary>The slots that the launcher fills before the child starts: descriptors, and the gaps between them.</summary>
internal sealed class PlanInputs
{
    /// <summary>Read end of the pipe that says that the child is in its control group.</summary>
    public Slot Attached { get; } = new("attached");

    /// <summary>Write end of the pipe that takes the report of a failure, and closes on exec.</summary>
    public Slot Report { get; } = new("report");

    /// <summary>The executable with the last steps.</summary>
    public Slot ExecImage { get; } = new("exec_image");

    /// <summary>The process whose namespaces are joined; used only where one is.</summary>
    public Slot Joined { get; } = new("joined");

    /// <summary>The socket that takes the terminal's master; used with a terminal only.</summary>
    public Slot ConsoleSocket { get; } = new("console_socket");

    /// <summary>Standard streams; used without a terminal only.</summary>
    public IReadOnlyList<Slot> Streams { get; } = [new("stdin"), new("stdout"), new("stderr")];

    /// <summary>Descriptors to keep.</summary>
    public List<Slot> Kept { get; } = [];

    /// <summary>First and last number of each run of descriptors that must be closed; an empty run has first above last.</summary>
    public List<(Slot First, Slot Last)> Gaps { get; } = [];
}
