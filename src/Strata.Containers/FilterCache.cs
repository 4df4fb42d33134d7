using System.Buffers.Binary;
using System.Text;
using Strata.Blobs;
using Strata.Launch.Seccomp;
using Strata.Linux;

namespace Strata.Containers;

/// <summary>
/// Compiled filters of system calls in the store's folder <c>seccomp</c>, so that a run neither reads a profile nor loads
/// libseccomp. An entry is named by all that it depends on; one that is damaged is compiled again. Nothing relies on the
/// folder: where it cannot be written, a run goes on without.
/// </summary>
internal static class FilterCache
{
    private const int MostEntries = 64;
    private const int LargestEntry = 64 << 10;
    private const int HeaderSize = 48; // magic, name of the entry, length of the program, CRC-32C of what precedes and of it
    private const uint ForOwner = 0x180; // 0600
    private const uint FolderMode = 0x1c0; // 0700

    private static ReadOnlySpan<byte> Magic => "filter 1"u8;

    /// <summary>The program for a profile; empty where there is none.</summary>
    /// <param name="store">The store.</param>
    /// <param name="profile">As <see cref="SecuritySettings.SeccompProfile"/> has it.</param>
    /// <param name="capabilities">The container's bounding set.</param>
    public static byte[] FilterOf(BlobStore store, string? profile, ulong capabilities)
    {
        if (profile == SecuritySettings.Unconfined)
        {
            return [];
        }

        byte[]? json = profile is null ? null : Encoding.UTF8.GetBytes(profile);
        string release = Sys.KernelRelease;
        Digest name = NameOf(FilterCompiler.Version, json is null ? DefaultProfile.Sha256 : Digest.Of(json).Hex, capabilities, release);
        byte[] entryName = Encoding.ASCII.GetBytes($"seccomp/{name.Hex}");
        bool isThere = FileText.Read(store.Root, entryName, LargestEntry, out byte[] entry) != Errno.ENOENT;
        if (isThere && Parse(entry, name) is { } found)
        {
            return found;
        }

        SeccompProfile parsed = SeccompProfile.Parse(json ?? DefaultProfile.Json);
        byte[] program = FilterCompiler.Compile(FilterPlan.For(parsed, new FilterTarget(capabilities, release)));
        Keep(store.Root, entryName, isThere, Entry(program, name));
        return program;
    }

    /// <summary>The digest of everything that a filter depends on.</summary>
    internal static Digest NameOf(int compiler, string profileSha256, ulong capabilities, string kernelRelease) =>
        Digest.Of(Encoding.UTF8.GetBytes(
            $"compiler {compiler}\nprofile {profileSha256}\ncapabilities {capabilities:x}\nkernel {kernelRelease}\nlibrary {Library()}\n"));

    /// <summary>What the library is, without loading it: its file, where the loader looks on Debian and elsewhere.</summary>
    private static string Library()
    {
        foreach (string folder in (string[])["/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib"])
        {
            byte[] path = PathText.Bytes($"{folder}/libseccomp.so.2");
            if (Sys.OpenAt(FileFd.WorkingDirectory, path, OpenFlags.Path, out FileFd file) == Errno.Ok)
            {
                using (file)
                {
                    return Sys.FStat(file, out FileStat stat) == Errno.Ok ? $"{folder} {stat.Ino} {stat.Size} {stat.Modified}" : folder;
                }
            }
        }

        return "elsewhere";
    }

    private static byte[]? Parse(ReadOnlySpan<byte> entry, in Digest name)
    {
        if (entry.Length <= HeaderSize || !entry.StartsWith(Magic) || !entry[Magic.Length..].StartsWith(name.Bytes))
        {
            return null;
        }

        ReadOnlySpan<byte> program = entry[HeaderSize..];
        return BinaryPrimitives.ReadInt32LittleEndian(entry[40..]) == program.Length && BinaryPrimitives.ReadUInt32LittleEndian(entry[44..]) == Checksum(entry)
            ? program.ToArray()
            : null;
    }

    private static byte[] Entry(byte[] program, in Digest name)
    {
        byte[] entry = [.. Magic, .. name.Bytes, .. new byte[8], .. program];
        BinaryPrimitives.WriteInt32LittleEndian(entry.AsSpan(40), program.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(44), Checksum(entry));
        return entry;
    }

    private static uint Checksum(ReadOnlySpan<byte> entry) => ~Crc32C.Append(Crc32C.Append(~0u, entry[..44]), entry[HeaderSize..]);

    /// <summary>
    /// Writes a file without a name and links it when it is whole. No fsync: an entry that a power cut damages is found to be
    /// so. Two runs that compile the same make the same.
    /// </summary>
    private static void Keep(FileFd root, byte[] name, bool isDamaged, byte[] entry)
    {
        _ = Sys.MkdirAt(root, "seccomp"u8, FolderMode);
        if (Sys.OpenAt(root, "seccomp"u8, OpenFlags.ReadOnly | OpenFlags.Directory | OpenFlags.NoFollow, out FileFd folder) != Errno.Ok)
        {
            return;
        }

        using (folder)
        {
            Trim(folder);
        }

        if (Sys.OpenAt(root, "seccomp"u8, OpenFlags.ReadWrite | OpenFlags.TemporaryFile, out FileFd file, ForOwner) != Errno.Ok)
        {
            return;
        }

        using (file)
        {
            if (Sys.WriteAll(file, entry) == Errno.Ok)
            {
                _ = isDamaged ? Sys.UnlinkAt(root, name) : Errno.Ok;
                _ = Sys.LinkOpenFile(file, root, name);
            }
        }
    }

    /// <summary>Other kernels and profiles of the past: once there are many, all go, and those in use come back.</summary>
    private static void Trim(FileFd folder)
    {
        _ = DirectoryNames.Of(folder, out List<byte[]> names);
        if (names.Count >= MostEntries)
        {
            names.ForEach(name => _ = Sys.UnlinkAt(folder, name));
        }
    }
}
