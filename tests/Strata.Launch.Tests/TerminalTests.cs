using Strata.Linux;
using Xunit;

namespace Strata.Launch.Tests;

[Trait("Kind", "Container")]
public sealed class TerminalTests : IDisposable
{
    private readonly ContainerRoot root = new();

    public void Dispose() => root.Dispose();

    [Fact]
    public void Terminal_is_the_containers_own_with_the_size_asked_for()
    {
        using ContainerProcess process = Launcher.Start(root.Shell("tty; stty size; ls -l /dev/console; exec 3</dev/tty && echo controlling") with { Terminal = new TerminalSpec(33, 111) });
        string[] lines = Through(process, default).Split("\r\n");
        Assert.Equal(["/dev/pts/0", "33 111"], lines[..2]);
        Assert.StartsWith("crw--w----", lines[2], StringComparison.Ordinal);
        Assert.Equal("controlling", lines[3]);
        Assert.Equal(0, process.Wait().Code);
    }

    [Fact]
    public void Keys_reach_the_container_and_end_of_input_ends_it()
    {
        Sys.Pipe(out FileFd reader, out FileFd writer).OrThrow();
        using (reader)
        {
            Sys.WriteAll(writer, "one\ntwo\n"u8).OrThrow();
            writer.Dispose();
            using ContainerProcess process = Launcher.Start(root.Shell("stty -echo; cat; echo end") with { Terminal = new TerminalSpec() });
            string output = Through(process, reader);
            Assert.EndsWith("one\r\ntwo\r\nend\r\n", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Interrupt_character_becomes_SIGINT_inside()
    {
        Sys.Pipe(out FileFd reader, out FileFd writer).OrThrow();
        using (reader)
        using (writer)
        {
            using ContainerProcess process = Launcher.Start(root.Shell("trap 'echo interrupted; exit 5' INT; echo ready; while true; do sleep 0.05; done") with { Terminal = new TerminalSpec() });
            Thread.Sleep(200);
            Sys.WriteAll(writer, [3]).OrThrow();
            Assert.Contains("interrupted", Through(process, reader), StringComparison.Ordinal);
            Assert.Equal(5, process.Wait().Code);
        }
    }

    [Fact]
    public void Much_output_arrives_whole()
    {
        using ContainerProcess process = Launcher.Start(root.Spec("/bin/seq", "1", "50000") with { Terminal = new TerminalSpec() });
        Assert.Equal(string.Concat(Enumerable.Range(1, 50000).Select(i => $"{i}\r\n")), Through(process, default));
    }

    [Fact]
    public void Terminal_belongs_to_the_user()
    {
        LaunchSpec spec = DefaultSpec.For(root.Path, ["/bin/stat", "-c", "%u", "/dev/pts/0"], user: new ProcessUser { Uid = 1000, Gid = 1000 });
        using ContainerProcess process = Launcher.Start(spec with { Terminal = new TerminalSpec() });
        Assert.Equal("1000", Through(process, default).Trim());
    }

    private static string Through(ContainerProcess process, FileFd input)
    {
        Sys.Pipe(out FileFd reader, out FileFd writer).OrThrow();
        using (reader)
        {
            Task<string> all = Task.Run(() => ContainerRoot.ReadToEnd(reader));
            using (writer)
            using (TerminalProxy proxy = new(process, input, writer))
            {
                proxy.Run();
            }

            return all.Result;
        }
    }
}
