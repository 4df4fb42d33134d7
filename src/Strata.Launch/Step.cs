using System.Globalization;
using System.Text;
using Strata.Linux;

namespace Strata.Launch;

/// <summary>One system call of a program, where its result goes, and what its errors mean.</summary>
public sealed class Step
{
    /// <summary>As many error rules as the stub looks at.</summary>
    public const int MaxRules = 8;

    private readonly List<(Errno Error, Label Target)> rules = [];
    private readonly Argument[] arguments;

    internal Step(string purpose, Syscall call, ReadOnlySpan<Argument> arguments)
    {
        Purpose = purpose;
        Call = call;
        this.arguments = arguments.ToArray();
    }

    /// <summary>What the step is for, in the words of an error message: "mount proc on /proc".</summary>
    public string Purpose { get; }

    /// <summary>The call.</summary>
    public Syscall Call { get; }

    /// <summary>At most six.</summary>
    public IReadOnlyList<Argument> Arguments => arguments;

    /// <summary>Where the result goes, or null.</summary>
    public Slot? Result { get; private set; }

    /// <summary>Errors that do not end the program, and where it goes on.</summary>
    public IReadOnlyList<(Errno Error, Label Target)> Rules => rules;

    /// <summary>Whether a result of zero is an error: the end of a pipe whose writer must speak first.</summary>
    public bool ZeroIsError { get; private set; }

    /// <summary>Whether a failure is the command's (126, 127), not the launcher's.</summary>
    public bool IsExec { get; private set; }

    internal Step Into(Slot slot)
    {
        Result = slot;
        return this;
    }

    internal Step On(Errno error, Label target)
    {
        if (rules.Count == MaxRules)
        {
            throw new InvalidOperationException($"more than {MaxRules} rules at {Call.Name}");
        }

        rules.Add((error, target));
        return this;
    }

    internal Step FailOnZero()
    {
        ZeroIsError = true;
        return this;
    }

    internal Step Exec()
    {
        IsExec = true;
        return this;
    }

    /// <summary>The step on a line: <c>openat2(root, "/proc", …) = target [ENOENT → 17]</c>.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(Call.Name).Append('(').AppendJoin(", ", arguments).Append(')');
        if (Result is not null)
        {
            text.Append(" = ").Append(Result.Name);
        }

        foreach ((Errno error, Label target) in rules)
        {
            text.Append(CultureInfo.InvariantCulture, $" [{error} → {target.Index}]");
        }

        return text.ToString();
    }
}
