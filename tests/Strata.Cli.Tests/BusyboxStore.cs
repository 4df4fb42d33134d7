using System.Diagnostics;
using System.Text.Json.Nodes;
using Strata.Testing;
using Xunit;

namespace Strata.Cli.Tests;

/// <summary>A store with one small image, <c>bb</c>: busybox, two users, a variable, a working directory. Shared by tests.</summary>
public sealed class BusyboxStore : IDisposable
{
    private static readonly string[] Applets =
        ["sh", "cat", "echo", "env", "false", "head", "hostname", "id", "kill", "ls", "mount", "pwd", "rm", "seq", "sleep", "stat", "touch", "tr", "true", "tty", "wc"];

    public BusyboxStore()
    {
        string layout = Path.Combine(Folder, "layout");
        string bundle = Path.Combine(Folder, "bundle");
        Tool.Of("umoci", "init", "--layout", layout);
        Tool.Of("umoci", "new", "--image", $"{layout}:bb");
        Tool.Of("umoci", "unpack", "--image", $"{layout}:bb", bundle);
        string root = Path.Combine(bundle, "rootfs");
        Array.ForEach(["bin", "etc", "tmp", "root"], name => Directory.CreateDirectory(Path.Combine(root, name)));
        File.Copy("/bin/busybox", Path.Combine(root, "bin/busybox"));
        Array.ForEach(Applets, name => File.CreateSymbolicLink(Path.Combine(root, "bin", name), "busybox"));
        File.WriteAllText(Path.Combine(root, "etc/passwd"), "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000:App:/home/app:/bin/sh\n");
        File.WriteAllText(Path.Combine(root, "etc/group"), "root:x:0:\napp:x:1000:\nextra:x:2000:app\n");
        File.WriteAllText(Path.Combine(root, "etc/no-program"), "text");
        Tool.Of("chown", "0:1000", root);
        Tool.Of("chmod", "1755", root);
        Tool.Of("umoci", "repack", "--image", $"{layout}:bb", bundle);
        Tool.Of("umoci", "config", "--image", $"{layout}:bb", "--config.cmd", "pwd", "--config.env", "FROM=image", "--config.workingdir", "/tmp");
        Directory.Delete(bundle, recursive: true);
        Ok("load", "-i", layout);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("strata-run-").FullName;

    public string Root => Path.Combine(Folder, "store");

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Runs <c>strata</c> on this store to its end.</summary>
    internal (int Code, string Output, string Errors) Run(params string[] arguments) =>
        StrataProcess.Run(null, ["--root", Root, .. arguments]);

    /// <summary>Runs it and expects success.</summary>
    internal string Ok(params string[] arguments)
    {
        (int code, string output, string errors) = Run(arguments);
        Assert.True(code == 0, $"strata {string.Join(' ', arguments)}: {code}: {errors}");
        return output;
    }

    internal JsonArray Json(params string[] arguments) => JsonNode.Parse(Ok(arguments))!.AsArray();

    internal Process Start(params string[] arguments) => StrataProcess.Start(["--root", Root, .. arguments]);
}
