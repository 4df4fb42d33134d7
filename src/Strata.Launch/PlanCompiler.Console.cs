using System.Buffers.Binary;
using Strata.Linux;

namespace Strata.Launch;

internal sealed partial class PlanCompiler
{
    private void OpenConsole()
    {
        const ulong UnlockPty = 0x40045431; // TIOCSPTLCK
        const ulong OpenPeer = 0x5441; // TIOCGPTPEER
        const ulong SetControlling = 0x540E; // TIOCSCTTY
        const ulong SetSize = 0x5414; // TIOCSWINSZ
        if (spec.Terminal is not { } terminal)
        {
            return;
        }

        // The other side is opened from the master's descriptor, not by /dev/pts/N, which a name could redirect.
        program.Purpose = "open a terminal";
        DataBlock socketMessage = FdMessage(out Slot master);
        Slot slave = new("slave");
        const OpenFlags Terminal = OpenFlags.ReadWrite | OpenFlags.NoControllingTerminal;
        program.Call(Syscall.OpenAt2, root, "/dev/pts/ptmx", How(Terminal | OpenFlags.NonBlocking, refuseSymlinks: true), 24).Into(master);
        program.Call(Syscall.IoCtl, master, Argument.Named(UnlockPty, "TIOCSPTLCK"), DataBlock.Words("{0}", 0));
        program.Call(Syscall.IoCtl, master, Argument.Named(OpenPeer, "TIOCGPTPEER"), Open(Terminal)).Into(slave);
        byte[] size = new byte[8];
        BinaryPrimitives.WriteUInt16LittleEndian(size, terminal.Rows);
        BinaryPrimitives.WriteUInt16LittleEndian(size.AsSpan(2), terminal.Columns);
        program.Call(Syscall.IoCtl, slave, Argument.Named(SetSize, "TIOCSWINSZ"), DataBlock.Structure($"{{{terminal.Rows}, {terminal.Columns}}}", size));
        if (spec.User.Uid != 0)
        {
            program.Call(Syscall.FChOwn, slave, spec.User.Uid, -1);
        }

        program.Purpose = "hand out the terminal";
        program.Call(Syscall.SendMsg, inputs.ConsoleSocket, socketMessage, 0);
        if (!spec.Join.IsOpen)
        {
            program.Purpose = "mount the terminal on /dev/console";
            Slot source = new("console");
            program.Call(Syscall.OpenTree, slave, "", CloneTreeOfFd).Into(source);
            Attach(source, MountPoint("/dev/console", refuseSymlinks: true, source));
        }

        program.Purpose = "take the terminal";
        program.Call(Syscall.IoCtl, slave, Argument.Named(SetControlling, "TIOCSCTTY"), 0);
        for (int i = 0; i < 3; i++)
        {
            program.Call(Syscall.Dup3, slave, i, 0);
        }
    }

    /// <summary>A struct msghdr that sends one byte and, as SCM_RIGHTS, the descriptor that a slot inside it holds; unix(7).</summary>
    private static DataBlock FdMessage(out Slot descriptor)
    {
        DataBlock control = DataBlock.Words("control", 20, 1 | (1UL << 32), 0);
        descriptor = new Slot("master", control, 16);
        DataBlock vector = DataBlock.Words("iovec", 0, 1).Point(0, DataBlock.Structure("byte", new byte[8]));
        return DataBlock.Words("{SCM_RIGHTS, [master]}", 0, 0, 0, 1, 0, 24, 0).Point(16, vector).Point(32, control);
    }
}
