using System.Runtime.InteropServices;
using FsCheck;
using FsCheck.Fluent;
using Strata.Linux;
using Xunit;

namespace Strata.Fuse.Tests;

[Trait("Kind", "Model")]
public class OperationTableTests
{
    public static TheoryData<FuseOpcode> Opcodes => [.. Enum.GetValues<FuseOpcode>()];

    [Fact]
    public void RandomArguments_NeverCrashTheDecoder()
    {
        Gen<(uint Opcode, byte[] Arguments)> requests =
            from opcode in Gen.Choose(0, 60)
            from length in Gen.Choose(0, 300)
            from arguments in Gen.Choose(0, 255).Select(static value => (byte)value).ArrayOf(length)
            select ((uint)opcode, arguments);

        Prop.ForAll(requests.ToArbitrary(), static request => IsAnswered(request.Opcode, request.Arguments))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Theory]
    [MemberData(nameof(Opcodes))]
    public void EveryTruncation_IsAnAnswer(FuseOpcode opcode)
    {
        byte[] arguments = new byte[300];
        Random random = new((int)opcode);
        random.NextBytes(arguments);
        for (int length = 0; length < arguments.Length; length++)
        {
            Assert.True(IsAnswered((uint)opcode, arguments[..length]));
        }
    }

    [Theory]
    [InlineData(FuseOpcode.Lookup)]
    [InlineData(FuseOpcode.GetAttr)]
    [InlineData(FuseOpcode.SetAttr)]
    [InlineData(FuseOpcode.MkNod)]
    [InlineData(FuseOpcode.MkDir)]
    [InlineData(FuseOpcode.Symlink)]
    [InlineData(FuseOpcode.Link)]
    [InlineData(FuseOpcode.Rename2)]
    [InlineData(FuseOpcode.Open)]
    [InlineData(FuseOpcode.Create)]
    [InlineData(FuseOpcode.TmpFile)]
    [InlineData(FuseOpcode.Read)]
    [InlineData(FuseOpcode.Write)]
    [InlineData(FuseOpcode.ReadDirPlus)]
    [InlineData(FuseOpcode.SetXattr)]
    [InlineData(FuseOpcode.GetXattr)]
    [InlineData(FuseOpcode.ListXattr)]
    [InlineData(FuseOpcode.BatchForget)]
    [InlineData(FuseOpcode.CopyFileRange)]
    [InlineData(FuseOpcode.StatX)]
    public void RequestWithoutArguments_IsInvalid(FuseOpcode opcode)
    {
        Request request = new() { Arguments = new ArgumentReader([(byte)0xff]), Interruptions = new(), Interruption = new(), Reply = new ReplyWriter(new byte[4096]) };

        Errno error = OperationTable.Find((uint)opcode)!.Handle(new QuietFileSystem(), ref request);

        Assert.Equal(Errno.EINVAL, error);
        Assert.Equal(0, request.Reply.Length);
    }

    [Theory]
    [InlineData(FuseOpcode.GetLk)]
    [InlineData(FuseOpcode.BMap)]
    [InlineData(FuseOpcode.Poll)]
    [InlineData((FuseOpcode)9999)]
    public void OpcodeWithoutARow_IsNotSupported(FuseOpcode opcode) => Assert.Null(OperationTable.Find((uint)opcode));

    [Fact]
    public void WriteShorterThanItsSize_IsInvalid()
    {
        byte[] arguments = new byte[40 + 99];
        FuseWriteIn write = new() { Size = 100 };
        MemoryMarshal.Write(arguments, write);
        Request request = new() { Arguments = new ArgumentReader(arguments), Interruptions = new(), Interruption = new(), Reply = new ReplyWriter(new byte[4096]) };

        Assert.Equal(Errno.EINVAL, OperationTable.Find((uint)FuseOpcode.Write)!.Handle(new QuietFileSystem(), ref request));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SetXattr_IsReadInTheFormThatWasAgreedOn(bool extended)
    {
        byte[] header = new byte[extended ? 16 : 8];
        MemoryMarshal.Write(header, new FuseCompatSetxattrIn { Size = 5, Flags = 1 });
        byte[] arguments = [.. header, .. "user.name\0value"u8];
        using MemoryFileSystem files = new();
        Request request = new()
        {
            Interruption = new Interruption(),
            Interruptions = new Interruptions(),
            Header = new FuseInHeader { Nodeid = 1 },
            Arguments = new ArgumentReader(arguments),
            Reply = new ReplyWriter(new byte[4096]),
            ExtendedSetXattr = extended,
        };

        Errno error = OperationTable.Find((uint)FuseOpcode.SetXattr)!.Handle(files, ref request);

        Assert.Equal(Errno.Ok, error);
        Assert.Equal("value"u8, files.Root.Xattrs["user.name"]);
    }

    private static bool IsAnswered(uint opcode, byte[] arguments)
    {
        Operation? operation = OperationTable.Find(opcode);
        if (operation is null)
        {
            return true;
        }

        Request request = new()
        {
            Interruption = new Interruption(),
            Interruptions = new Interruptions(),
            Header = new FuseInHeader { Nodeid = 1, Opcode = opcode },
            Arguments = new ArgumentReader(arguments),
            Reply = new ReplyWriter(new byte[8192]),
        };
        Errno error = operation.Handle(new QuietFileSystem(), ref request);
        return Enum.IsDefined(error) && request.Reply.Length <= 8192;
    }
}
