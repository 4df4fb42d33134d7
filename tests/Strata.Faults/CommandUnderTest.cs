namespace Strata.Faults;

/// <summary>A command that changes a store, and how to see that it did.</summary>
/// <param name="Name">What it is called in a test.</param>
/// <param name="Before">The store that it starts with; null for none.</param>
/// <param name="After">What the store must have in the end.</param>
/// <param name="Arguments">The command line behind <c>strata --root STORE</c>.</param>
internal sealed record CommandUnderTest(string Name, string? Before, string[] After, string[] Arguments)
{
    /// <summary>The commands that are tried: each makes of one sound store another.</summary>
    public static CommandUnderTest Prepare(string name, Scene scene)
    {
        string loaded = Path.Combine(scene.Folder, "loaded");
        string half = Path.Combine(scene.Folder, "half");
        string emptied = Path.Combine(scene.Folder, "emptied");
        Run(half, "load", "-q", "-i", $"{scene.Layout}:two");
        Command.Ok("cp", "-a", half, loaded);
        Run(loaded, "load", "-q", "-i", $"{scene.Layout}:one");
        Command.Ok("cp", "-a", loaded, emptied);
        Run(emptied, "image", "prune", "-af");
        string again = Path.Combine(scene.Folder, "again");
        Command.Ok("cp", "-a", loaded, again);
        Run(again, "rmi", "one");
        return name switch
        {
            "first load" => new CommandUnderTest(name, null, Scene.Contents(half), ["load", "-q", "-i", $"{scene.Layout}:two"]),
            "load" => new CommandUnderTest(name, half, Scene.Contents(loaded), ["load", "-q", "-i", $"{scene.Layout}:one"]),
            "rmi" => new CommandUnderTest(name, loaded, Scene.Contents(again), ["rmi", "-f", "one"]),
            "prune" => new CommandUnderTest(name, loaded, Scene.Contents(emptied), ["image", "prune", "-a", "-f"]),
            _ => throw new ArgumentException(name, nameof(name)),
        };
    }

    /// <summary>The whole command line.</summary>
    public string[] Line(string store) => [Command.Strata, "--root", store, .. Arguments];

    private static void Run(string store, params string[] arguments) => Command.Ok(Command.Strata, ["--root", store, .. arguments]);
}
