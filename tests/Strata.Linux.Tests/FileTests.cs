using System.Diagnostics;
using System.Text;
using Xunit;

namespace Strata.Linux.Tests;

[Trait("Kind", "Unit")]
public sealed class FileTests : IDisposable
{
    private readonly string path = Directory.CreateTempSubdirectory("strata-linux-").FullName;
    private readonly FileFd folder;

    public FileTests() => Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(path), OpenFlags.ReadOnly | OpenFlags.Directory, out folder).OrThrow();

    public void Dispose()
    {
        folder.Dispose();

        // Not by name: .NET cannot say names that are not UTF-8.
        using Process remove = Process.Start("rm", ["-rf", "--one-file-system", path]);
        remove.WaitForExit();
    }

    [Fact]
    public void NoDescriptor_IsTheDefault()
    {
        Assert.False(default(FileFd).IsOpen);
        default(FileFd).Dispose();
        Assert.True(folder.IsOpen);
    }

    [Fact]
    public void EveryDescriptor_ClosesOnExec()
    {
        string flags = File.ReadLines($"/proc/self/fdinfo/{folder.Number}").First(line => line.StartsWith("flags:", StringComparison.Ordinal));
        Assert.NotEqual(0, Convert.ToInt32(flags.Split('\t')[1], 8) & (int)OpenFlags.CloseOnExec);
    }

    [Fact]
    public void LargeWrites_AreRepeatedUntilEverythingIsThere()
    {
        byte[] content = new byte[(3 << 20) + 17];
        Random.Shared.NextBytes(content);
        Sys.OpenAt(folder, "big"u8, OpenFlags.WriteOnly | OpenFlags.Create, out FileFd file, 0x1a4).OrThrow();
        using (file)
        {
            Sys.PWriteAll(file, content, 5).OrThrow();
            Sys.FStat(file, out FileStat stat).OrThrow();
            Assert.Equal((ulong)content.Length + 5, stat.Size);
        }

        Assert.Equal(content, File.ReadAllBytes($"{path}/big")[5..]);
    }

    [Fact]
    public void Names_AreBytesAndEachComesOnce()
    {
        byte[] odd = [0xff, (byte)'x', 0xfe];
        Sys.MkdirAt(folder, odd, 0x1ed).OrThrow();
        for (int i = 0; i < 500; i++)
        {
            Sys.MknodAt(folder, Encoding.ASCII.GetBytes($"name-{i:000}"), FileMode.Regular | 0x1a4, default).OrThrow();
        }

        List<string> names = [];
        DirectoryReader reader = new(folder, new byte[1024]);
        while (reader.Next(out Errno error))
        {
            Assert.Equal(Errno.Ok, error);
            names.Add(Convert.ToHexString(reader.Name));
        }

        Assert.Equal(501, names.Distinct().Count());
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.Contains(Convert.ToHexString(odd), names);
    }

    [Fact]
    public void AbsoluteSymlink_StaysInTheRoot()
    {
        Sys.SymlinkAt("/etc/hostname"u8, folder, "escape"u8).OrThrow();
        Sys.SymlinkAt("../../../../etc/hostname"u8, folder, "climb"u8).OrThrow();
        Assert.Equal(Errno.ENOENT, Sys.OpenAt2(folder, "escape"u8, OpenFlags.ReadOnly, ResolveFlags.InRoot, out _));
        Assert.Equal(Errno.ENOENT, Sys.OpenAt2(folder, "climb"u8, OpenFlags.ReadOnly, ResolveFlags.InRoot, out _));
    }

    [Theory]
    [InlineData(0u, 0u)]
    [InlineData(8u, 17u)]
    [InlineData(0xfffu, 0xfffffu)]
    [InlineData(259u, 300u)]
    public void DeviceNumbers_SurviveTheirEncodedForm(uint major, uint minor) =>
        Assert.Equal(new DeviceNumber(major, minor), DeviceNumber.FromEncoded(new DeviceNumber(major, minor).Encoded));

    [Fact]
    public void Xattrs_AreReachedThroughADescriptorThatOnlyNamesThePath()
    {
        Sys.MknodAt(folder, "file"u8, FileMode.Regular | 0x1a4, default).OrThrow();
        Sys.LSetXattr(folder, "file"u8, "user.note"u8, "value"u8).OrThrow();
        Sys.OpenAt(folder, "file"u8, OpenFlags.Path, out FileFd named).OrThrow();
        using (named)
        {
            byte[] value = new byte[16];
            Sys.LGetXattr(named, default, "user.note"u8, value, out int length).OrThrow();
            Assert.Equal("value"u8.ToArray(), value[..length]);
            Assert.Equal(Errno.ENODATA, Sys.LGetXattr(named, default, "user.other"u8, value, out _));
        }
    }
}
