using Strata.Testing;

namespace Strata.Cli.Tests;

/// <summary>A test of commands as one types them, in a store of its own, with a layout of one image, <c>one</c>.</summary>
public abstract class CommandTest : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("strata-cli-").FullName;

    protected CommandTest()
    {
        Tool.Of("umoci", "init", "--layout", Layout);
        Tool.Of("umoci", "new", "--image", $"{Layout}:one");
    }

    protected string Layout => At("layout");

    protected string Store => At("store");

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Directory.Delete(folder, recursive: true);
    }

    protected string At(string name) => Path.Combine(folder, name);

    /// <summary>Gives the image one more layer: a file that begins with its name.</summary>
    protected void AddLayer(string name, long size)
    {
        string tree = Directory.CreateDirectory(At("tree-" + name)).FullName;
        using (FileStream file = File.Create(Path.Combine(tree, name)))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(name));
            file.SetLength(size);
        }

        string tar = At(name + ".tar");
        Tool.Of("tar", "-C", tree, "-cf", tar, ".");
        Tool.Of("umoci", "raw", "add-layer", "--image", $"{Layout}:one", tar);
        File.Delete(tar);
    }

    /// <summary>Runs a command on the store.</summary>
    /// <param name="input">What is piped to it; null for nothing.</param>
    /// <param name="arguments">The command line.</param>
    protected (int Code, string Output, string Errors) Run(string? input, params string[] arguments)
    {
        string? file = null;
        if (input is not null)
        {
            file = At("input");
            File.WriteAllText(file, input);
        }

        return StrataProcess.Run(file, [.. arguments, "--root", Store]);
    }
}
