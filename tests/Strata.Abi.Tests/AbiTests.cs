using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Strata.Fuse;
using Xunit;

namespace Strata.Abi.Tests;

[Trait("Kind", "Unit")]
public class AbiTests
{
    public static TheoryData<string> Groups => [.. AbiTables.All.Select(static group => group.Name)];

    [Theory]
    [MemberData(nameof(Groups))]
    public void StructsAndConstants_AreThoseOfTheCHeaders(string name)
    {
        AbiGroup group = AbiTables.All.Single(group => group.Name == name);

        Assert.True(group.Structs.Length + group.Constants.Length > 0);
        Assert.Equal("", Compiler.Check(group.ToProgram()));
    }

    [Fact]
    public void FieldAtAWrongOffset_IsFound()
    {
        AbiGroup wrong = new("wrong", ["linux/fuse.h"], [new(typeof(SwappedWriteOut), "struct fuse_write_out")], []);

        Assert.Contains("offset of size in struct fuse_write_out", Compiler.Check(wrong.ToProgram()), StringComparison.Ordinal);
    }

    [Fact]
    public void WrongConstant_IsFound()
    {
        AbiGroup wrong = new("wrong", ["errno.h"], [], [new(3, "ENOENT")]);

        Assert.Contains("value of ENOENT", Compiler.Check(wrong.ToProgram()), StringComparison.Ordinal);
    }

    [Fact]
    public void EveryStructWithALayoutOfItsOwn_IsChecked()
    {
        HashSet<Type> known = [.. AbiTables.All.SelectMany(static group => group.Structs).Select(static item => item.Type), .. AbiTables.NotOfTheKernel];
        Assembly[] assemblies = [typeof(Linux.Sys).Assembly, typeof(FuseSession).Assembly];

        Type[] unknown = [.. assemblies.SelectMany(static assembly => assembly.GetTypes()).Where(IsPlainStruct).Where(type => !known.Contains(type))];

        Assert.Empty(unknown.Select(static type => type.FullName));
    }

    [Fact]
    public void SizesInMemory_AreThoseThatWereChecked()
    {
        MethodInfo sizeOf = typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!;

        Assert.All(
            AbiTables.All.SelectMany(static group => group.Structs),
            item => Assert.Equal(Marshal.SizeOf(item.Type), sizeOf.MakeGenericMethod(item.Type).Invoke(null, null)));
    }

    private static bool IsPlainStruct(Type type) =>
        type is { IsValueType: true, IsEnum: false, IsPrimitive: false, IsByRefLike: false, IsNested: false }
        && !type.Name.Contains('<', StringComparison.Ordinal);

    [StructLayout(LayoutKind.Sequential)]
    private struct SwappedWriteOut
    {
#pragma warning disable CS0649 // Only its layout counts.
        public uint Padding;
        public uint Size;
#pragma warning restore CS0649
    }
}
