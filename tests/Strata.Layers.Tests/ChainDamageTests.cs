using System.Runtime.InteropServices;
using Strata.Linux;
using Xunit;
using static Strata.Layers.Tests.ChainEntries;

namespace Strata.Layers.Tests;

/// <summary>
/// Images with wrong bytes, their checksums made to fit again, so that nothing but the reader's own checks stands between
/// them and the process: whatever is read, the answer is an Errno, never an exception or a crash.
/// </summary>
[Trait("Kind", "Model")]
public sealed class ChainDamageTests
{
    private const int Cases = 4000;

    [Fact]
    public void FlippedBytes_AreAnswersNotCrashes()
    {
        byte[] sound = Image();
        Random random = new(20_260_101);
        int refused = 0;
        int opened = 0;
        for (int i = 0; i < Cases; i++)
        {
            byte[] bytes = [.. sound];
            for (int flips = random.Next(1, 20); flips > 0; flips--)
            {
                // Half of them where the metadata is dense, and of these some with the extreme values that arithmetic trips over.
                int at = random.Next(2) == 0 ? random.Next(1024, 4096) : random.Next(bytes.Length);
                bytes[at] = random.Next(3) switch { 0 => 0xFF, 1 => 0, _ => (byte)random.Next(256) };
            }

            Reseal(bytes);
            (opened, refused) = TryWalk(bytes) ? (opened + 1, refused) : (opened, refused + 1);
        }

        Assert.True(opened > Cases / 10 && refused > Cases / 100, $"{opened} opened, {refused} refused: the cases do not try both");
    }

    [Fact]
    public void TruncatedFile_IsRefused()
    {
        byte[] sound = Image();
        Random random = new(7);
        for (int i = 0; i < 300; i++)
        {
            byte[] bytes = sound[..random.Next(1, sound.Length)];
            Assert.False(TryWalk(bytes));
        }

        // Whole blocks, and a header that agrees: only the reader's own bounds are left.
        for (int blocks = 1; blocks < sound.Length / 4096; blocks++)
        {
            byte[] bytes = sound[..(blocks * 4096)];
            MemoryMarshal.AsRef<ChainHeader>(bytes.AsSpan()).ImageSize = (ulong)bytes.Length;
            MemoryMarshal.AsRef<ErofsSuperblock>(bytes.AsSpan(1024)).Blocks = (uint)blocks;
            MemoryMarshal.AsRef<ErofsSuperblock>(bytes.AsSpan(1024)).SharedXattrBlock = 0;
            Reseal(bytes);
            TryWalk(bytes);
        }
    }

    [Fact]
    public void RandomBytes_AreRefused()
    {
        Random random = new(3);
        for (int i = 0; i < 200; i++)
        {
            byte[] bytes = new byte[4096 * random.Next(1, 4)];
            random.NextBytes(bytes);
            Assert.False(TryWalk(bytes));
        }
    }

    [Fact]
    public void OneChangedByte_IsFoundByVerify()
    {
        byte[] bytes = Image();
        bytes[^5000] ^= 4;
        using ChainFile file = new(bytes);
        using ChainImage image = file.Open();
        Assert.Throws<ChainImageFormatException>(image.Verify);
    }

    [Fact]
    public void OtherVersion_IsRefusedByItsNumber()
    {
        byte[] bytes = Image();
        MemoryMarshal.AsRef<ChainHeader>(bytes.AsSpan()).Version = 2;
        Reseal(bytes);
        using ChainFile file = new(bytes);
        var refusal = Assert.Throws<ChainImageFormatException>(file.Open);
        Assert.Contains("version is 2", refusal.Message, StringComparison.Ordinal);
    }

    private static byte[] Image()
    {
        using ChainFile file = new(
        [
            .. Enumerable.Range(0, 60).Select(i => Content($"d{i % 5}/file {i}", new byte[i * 30]).With(("user.a", "1"), ("user.b", $"{i}"))),
            .. Enumerable.Range(0, 400).Select(i => File($"many/file number {i}")),
            .. Enumerable.Range(0, 10).Select(i => Symlink($"links/{i}", new string('t', (i * 400) + 1))),
            Node("device", EntryKind.CharDevice, 1, 3),
        ]);
        return file.Bytes;
    }

    private static void Reseal(byte[] bytes)
    {
        ref ErofsSuperblock superblock = ref MemoryMarshal.AsRef<ErofsSuperblock>(bytes.AsSpan(1024));
        superblock.Checksum = ChainHeaderCheck.Checksum(bytes.AsSpan(0, 4096));
        ref ChainHeader header = ref MemoryMarshal.AsRef<ChainHeader>(bytes.AsSpan());
        header.Checksum = header.ComputeChecksum();
    }

    // False: refused when opened.
    private static bool TryWalk(byte[] bytes)
    {
        using ChainFile file = new(bytes);
        try
        {
            using ChainImage image = file.Open();
            Walk(image);
            return true;
        }
        catch (ChainImageFormatException)
        {
            return false;
        }
    }

    // What directories lead to, each once, and slots taken at random.
    private static void Walk(ChainImage image)
    {
        HashSet<ulong> seen = [image.RootNid];
        Queue<ulong> rest = new(seen);
        Random random = new((int)image.ImageBytes);
        for (int i = 0; i < 100; i++)
        {
            rest.Enqueue((ulong)random.NextInt64((image.ImageBytes / 32) + 1));
        }

        while (rest.TryDequeue(out ulong nid))
        {
            _ = image.GetInode(nid, out _);
            _ = image.GetContent(nid, out _);
            _ = image.ReadLink(nid, out _);
            _ = image.GetXattr(nid, "user.none"u8, out _);
            _ = image.Lookup(nid, "file 7"u8, out _);
            _ = image.Lookup(nid, "zz"u8, out _);
            ChainDirectoryReader entries = image.ReadDirectory(nid, (nid & 1) * nid * 0x9E3779B97F4A7C15);
            while (entries.Next(out _))
            {
                Assert.InRange(entries.Name.Length, 1, 255);
                if (seen.Add(entries.Nid))
                {
                    rest.Enqueue(entries.Nid);
                }
            }
        }

        Assert.Equal(Errno.EUCLEAN, image.GetInode(ulong.MaxValue, out _));
    }
}
