using System.CommandLine;
using Strata.Containers;

namespace Strata.Cli;

/// <summary>The containers that a command is about, one at least.</summary>
internal sealed class ContainerArguments : Argument<string[]>
{
    /// <summary>Makes the argument.</summary>
    public ContainerArguments()
        : base("CONTAINER")
    {
        Description = "Name, ID, or the begin of an ID";
        Arity = ArgumentArity.OneOrMore;
    }

    /// <summary>Does something with each, and prints each as it was given; one that fails does not keep the others from it.</summary>
    /// <returns>The exit code of the first that failed, otherwise 0.</returns>
    public int ForEach(ParseResult parse, Store store, Func<ContainerConfig, int> act)
    {
        int code = ExitCode.Ok;
        foreach (string container in parse.GetRequiredValue(this))
        {
            int own;
            try
            {
                own = act(store.Containers.Find(container));
            }
            catch (Exception e)
            {
                own = UserError.Report(e);
            }

            code = code == ExitCode.Ok ? own : code;
            if (own == ExitCode.Ok)
            {
                parse.InvocationConfiguration.Output.Write(container + "\n");
            }
        }

        return code;
    }

    /// <summary>The same for what has no exit code.</summary>
    public int ForEach(ParseResult parse, Store store, Action<ContainerConfig> act) => ForEach(parse, store, config =>
    {
        act(config);
        return ExitCode.Ok;
    });
}
