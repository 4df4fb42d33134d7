using System.Diagnostics;
using System.Globalization;
using Strata.Testing;
using Xunit;

namespace Strata.Engines.Tests;

/// <summary>
/// Podman and Buildah with a storage of their own and a given mount program, in a mount namespace of their own: crun refuses
/// the second version of control groups beside the first, so it is not mounted there.
/// </summary>
internal sealed class ContainerEngine : IDisposable
{
    private const string Applets = "sh cat chmod chown cp echo false find id ln ls mkdir mkfifo mv rm rmdir sha256sum sleep sort stat tail tar test touch true";
    private readonly Process holder;
    private readonly Dictionary<string, string> variables;

    /// <summary>Makes an empty storage, with an image <c>localhost/bb</c> of busybox.</summary>
    /// <param name="folder">A folder that it fills; whoever made it removes it.</param>
    /// <param name="program">The mount program.</param>
    public ContainerEngine(string folder, string program)
    {
        Folder = folder;
        Program = program;
        string files = Tool.Script("/", "ulimit -Hn").Trim();
        Write("containers.conf", $"""
            [containers]
            default_ulimits = ["nofile={files}:{files}", "nproc=32768:32768"]
            [engine]
            cgroup_manager = "cgroupfs"
            events_logger = "none"
            tmp_dir = "{folder}/tmp"
            [network]
            network_config_dir = "{folder}/networks"
            """);
        Write("storage.conf", $"""
            [storage]
            driver = "overlay"
            graphroot = "{Root}"
            runroot = "{folder}/runroot"
            [storage.options.overlay]
            mount_program = "{program}"
            """);
        variables = new Dictionary<string, string>
        {
            ["CONTAINERS_CONF"] = $"{folder}/containers.conf",
            ["CONTAINERS_STORAGE_CONF"] = $"{folder}/storage.conf",
            ["TMPDIR"] = Directory.CreateDirectory($"{folder}/tmp").FullName,
        };
        holder = Tool.Start("/", null, "unshare", "--mount", "--propagation", "private", "bash", "-c", "umount -q /sys/fs/cgroup/unified; echo; exec sleep 1000");
        holder.StandardOutput.ReadLine();
        MakeBusybox();
    }

    /// <summary>Its folder, whose name stands in the command line of each server.</summary>
    public string Folder { get; }

    public string Program { get; }

    /// <summary>Where the layers lie.</summary>
    public string Root => $"{Folder}/root";

    public void Dispose()
    {
        Run("podman", "rm", "-fa", "-t", "0");
        Run("bash", "-c", $"grep -o ' {Folder}/[^ ]*' /proc/self/mountinfo | tac | xargs -r -n 1 umount -l");
        holder.Kill();
        holder.WaitForExit();
        holder.Dispose();
    }

    /// <summary>Runs words in the engine's namespace.</summary>
    public Tool Run(params IEnumerable<string> words) =>
        Tool.Run(Folder, variables, ["nsenter", "-m", "-t", holder.Id.ToString(CultureInfo.InvariantCulture), "--wdns=" + Folder, .. words]);

    /// <summary>The output of words that must succeed, without the line end behind it.</summary>
    public string Check(params IEnumerable<string> words)
    {
        Tool tool = Run(words);
        Assert.True(tool.ExitCode == 0, $"{Program}: {string.Join(' ', words)}: {tool.ExitCode}\n{tool.Output}\n{tool.Errors}");
        return tool.Output.TrimEnd('\n');
    }

    public string Podman(params IEnumerable<string> words) => Check(["podman", .. words]);

    public string Script(string script) => Check("bash", "-euo", "pipefail", "-c", script);

    /// <summary>Writes a file into the folder.</summary>
    public string Write(string name, string text)
    {
        string path = Path.Combine(Folder, name);
        File.WriteAllText(path, text + "\n");
        return path;
    }

    /// <summary>The tree of an image: type, permissions, owner, size, link target and content of each file; not its link count, where removed names of a lower file still count.</summary>
    public string TreeOf(string image)
    {
        string tree = Script($"""
            cd "$(podman image mount {image})"
            find . \( -type d -printf '%p %y %m %U:%G\n' \) -o -printf '%p %y %m %U:%G %s %l\n' | sort
            find . -type f | sort | xargs -d '\n' sha256sum
            """);
        Podman("image", "unmount", image);
        return tree;
    }

    /// <summary>The servers that this storage's mounts have.</summary>
    public int[] Servers() =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(path => int.TryParse(Path.GetFileName(path), out int pid) ? pid : 0)
            .Where(pid => pid > 0 && IsServer(pid)),
    ];

    /// <summary>The mounts below the storage, without the bind mount that the engine keeps of it.</summary>
    public string[] Mounts() =>
    [
        .. Check("cat", "/proc/self/mounts").Split('\n').Where(line => line.Contains(Root + "/", StringComparison.Ordinal))
            .Where(line => line.Split(' ')[1] != Root + "/overlay"),
    ];

    private bool IsServer(int pid)
    {
        try
        {
            string[] words = File.ReadAllText($"/proc/{pid}/cmdline").Split('\0');
            return words[0] == Program && words.Any(word => word.Contains(Root, StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return false; // It ended.
        }
    }

    private void MakeBusybox()
    {
        Script($"""
            mkdir -p bb/bin bb/etc bb/tmp bb/usr/share/doc/a bb/usr/share/doc/b bb/root
            cp /bin/busybox bb/bin/
            for applet in {Applets}; do ln -s busybox bb/bin/$applet; done
            printf 'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000:App:/:/bin/sh\n' > bb/etc/passwd
            echo gone > bb/etc/gone
            for n in 1 2 3; do echo $n > bb/usr/share/doc/a/$n; done
            echo b > bb/usr/share/doc/b/b
            ln bb/usr/share/doc/a/1 bb/usr/share/doc/a/one
            chmod 1777 bb/tmp
            tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@1700000000 -C bb -cf bb.tar .
            """);
        Podman("import", "-q", "bb.tar", "localhost/bb");
    }
}
