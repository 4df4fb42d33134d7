using System.Text;
using Strata.Bench.Peers.Mounting;

namespace Strata.Bench.Peers.Trees;

/// <summary>
/// The demo's image with one layer more, for works that people do: a git checkout, a C project with the headers that it needs,
/// packages for apt, an application for npm. What is copied out of this machine is beside the mount: the tar to extract, the
/// package for npm.
/// </summary>
/// <param name="Tree">The tree.</param>
/// <param name="Archive">A tar of some thousand files.</param>
/// <param name="NodePackage">A package for npm; null where there is no npm.</param>
internal sealed record WorkTree(LayeredTree Tree, string Archive, string? NodePackage)
{
    public const string Checkout = "srv/work/checkout";
    public const string Project = "srv/work/project";
    public const string Packages = "srv/work/packages";
    public const string Application = "srv/work/application";

    private const int CheckoutFiles = 5_000;
    private const int SourceFiles = 40;

    /// <summary>Makes it.</summary>
    public static WorkTree Make(Workspace workspace, IReadOnlyList<Node> content)
    {
        string folder = workspace.NewFolder("work-source");
        string root = Path.Combine(folder, "root");
        Directory.CreateDirectory(Path.Combine(root, Application));
        string? package = MakePackage(folder, Path.Combine(root, Application));
        MakeCheckout(content, Path.Combine(root, Checkout));
        MakeProject(Path.Combine(root, Project));
        Command.Time("cp", "-a", workspace.Options.Layout + "-archive", Path.Combine(root, Packages));
        string archive = Path.Combine(folder, "archive.tar");
        Command.Time("tar", "-C", Path.Combine(root, Checkout), "--exclude=.git", "-cf", archive, ".");

        LayeredTree tree = AddLayer(workspace, [.. RealTree.All(root)]);
        Command.Time("rm", "-rf", "--one-file-system", root);
        return new WorkTree(tree, archive, package);
    }

    private static LayeredTree AddLayer(Workspace workspace, IReadOnlyList<Node> layer)
    {
        LayeredTree demo = workspace.Demo;
        string layout = Path.Combine(workspace.Folder, "work.layout");
        LayoutWriter writer = new(layout);
        foreach ((string file, string mediaType, string diffId) in workspace.DemoLayers)
        {
            writer.Add(file, mediaType, diffId);
        }

        writer.Add(layer);
        writer.Complete("work");
        Command.Output(workspace.Options.Strata, "--root", demo.Store, "load", "-q", "-i", $"{layout}:work");
        string folder = Path.Combine(workspace.Folder, "layers", "work");
        FolderWriter.Write(layer, folder);
        string merged = Path.Combine(workspace.Folder, "work");
        Command.Shell($"rm -rf --one-file-system '{layout}'; cp -a '{demo.Merged}' '{merged}'; cp -a '{folder}/.' '{merged}'; sync");
        return new LayeredTree(workspace.Folder, [.. demo.Layers, folder], demo.Store, "work:latest", merged);
    }

    private static void MakeCheckout(IReadOnlyList<Node> content, string path)
    {
        Node[] files = [.. content.Where(node => node.Kind == NodeKind.File && node.Size <= 65536 && !node.Path.Contains("/.git", StringComparison.Ordinal)).Take(CheckoutFiles)];
        foreach (Node file in files)
        {
            string target = Path.Combine(path, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file.Source, target);
        }

        string git = $"git -C '{path}' -c user.name=bench -c user.email=bench@localhost -c gc.auto=0";
        Command.Shell($"git init -q '{path}'; {git} add -A; {git} commit -q -m checkout; chmod -R u+w '{path}'");
    }

    /// <summary>Sources that include what programs include, each header that they reach copied beside them.</summary>
    private static void MakeProject(string path)
    {
        string[] headers =
        [
            "stdio.h", "stdlib.h", "string.h", "unistd.h", "errno.h", "fcntl.h", "pthread.h", "signal.h", "time.h", "math.h", "ctype.h", "dirent.h", "poll.h",
            "sys/stat.h", "sys/socket.h", "sys/mman.h", "sys/wait.h", "netinet/in.h", "arpa/inet.h", "netdb.h", "linux/fuse.h", "linux/fs.h", "sys/epoll.h",
        ];
        Directory.CreateDirectory(path);
        string includes = string.Concat(headers.Select(header => $"#include <{header}>\n"));
        for (int i = 0; i < SourceFiles; i++)
        {
            StringBuilder source = new(includes);
            for (int j = 0; j < 20; j++)
            {
                source.Append($"int unit{i}_{j}(const char *text, int n) {{ char line[64]; snprintf(line, sizeof line, \"%s %d\", text, n + {j}); return (int)strlen(line) + n * {i}; }}\n");
            }

            File.WriteAllText($"{path}/unit{i}.c", source.ToString());
        }

        string units = string.Concat(Enumerable.Range(0, SourceFiles).Select(i => $"r += unit{i}_0(\"x\", r); "));
        string declarations = string.Concat(Enumerable.Range(0, SourceFiles).Select(i => $"int unit{i}_0(const char *, int);\n"));
        File.WriteAllText($"{path}/main.c", $"{declarations}int main(void) {{ int r = 0; {units} return r == 0; }}\n");

        // As it is compiled: with optimization headers reach further ones.
        string[] needed = Command.Output("gcc", "-O1", "-M", $"{path}/unit0.c")
            .Split([' ', '\n', '\\'], StringSplitOptions.RemoveEmptyEntries)
            .Where(file => file.StartsWith('/') && file.EndsWith(".h", StringComparison.Ordinal))
            .Select(Path.GetFullPath)
            .Distinct()
            .ToArray();
        foreach (string header in needed)
        {
            string target = $"{path}/include{header}";
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(header, target);
        }

        // The search path of gcc itself, below the project.
        string[] search = [.. Command.Output("bash", "-c", "gcc -E -Wp,-v -xc /dev/null 2>&1 >/dev/null | sed -n 's/^ \\(\\/.*\\)/\\1/p'").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Path.GetFullPath)];
        string flags = string.Join(' ', search.Where(folder => Directory.Exists($"{path}/include{folder}")).Select(folder => $"-isystem include{folder}"));
        File.WriteAllText($"{path}/Makefile", $"CFLAGS = -O1 -nostdinc {flags}\nprogram: $(patsubst %.c,%.o,$(wildcard *.c))\n\t$(CC) -o $@ $^\n");
    }

    /// <summary>npm itself is a package with its dependencies bundled, which every machine with npm has.</summary>
    private static string? MakePackage(string folder, string application)
    {
        if (!Command.Succeeds("bash", "-c", "npm --version"))
        {
            return null;
        }

        string package = Path.Combine(folder, "npm.tgz");
        Command.Shell($"root=$(npm root -g); tar -C \"$root\" -czf '{package}' --transform 's,^npm,package,' npm");
        File.WriteAllText(Path.Combine(application, "package.json"), $$"""{ "name": "application", "version": "1.0.0", "dependencies": { "npm": "file:{{package}}" } }""");
        return package;
    }
}
