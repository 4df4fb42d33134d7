using System.Runtime.ExceptionServices;
using System.Text;
using Strata.Blobs;
using Strata.Linux;
using Xunit;

namespace Strata.Layers.Tests;

/// <summary>The kernel's EROFS and overlayfs over a chain image and a folder of objects, as judges of what is written.</summary>
[Trait("Kind", "Mount")]
public sealed class ChainKernelTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("strata-chain-").FullName;

    [Fact]
    public void KernelOverlay_ShowsTheSameTree()
    {
        LayerEntry[][] layers = ChainSamples.Everything();
        using ChainFile file = new(layers);
        using ChainImage image = file.Open();
        string expected = ChainListing.Of(image).ToString();
        foreach (byte[] content in ChainSamples.Objects)
        {
            WriteObject(content);
        }

        string seen = InPrivateMounts(() =>
        {
            string lower = Mount(file.Path, "erofs", "erofs");
            string merged = Mount("overlay", "overlay", "merged", $"lowerdir={lower}::{folder}/objects,metacopy=on,redirect_dir=on");
            return ListingOf(merged);
        });
        Assert.Equal(expected, seen);
    }

    [Fact]
    public void KernelErofs_RefusesADamagedSuperblock()
    {
        using ChainFile file = new(ChainSamples.Everything());
        byte[] damaged = file.Bytes;
        damaged[1024 + 200] ^= 1;
        using ChainFile other = new(damaged);
        Assert.Throws<ChainImageFormatException>(() => other.Open().Dispose());
        InPrivateMounts(() =>
        {
            Assert.Throws<LinuxException>(() => Mount(other.Path, "erofs", "erofs"));
            return "";
        });
    }

    public void Dispose() => Directory.Delete(folder, true);

    // Mounts of a thread's own namespace end with the thread.
    private static string InPrivateMounts(Func<string> work)
    {
        string result = "";
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                Sys.UnshareMounts().OrThrow();
                Sys.Mount("none"u8, "/"u8, default, MountFlags.Private | MountFlags.Recursive, default).OrThrow();
                result = work();
            }
#pragma warning disable CA1031 // It is thrown again on the test's own thread.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return result;
    }

    private string Mount(string source, string type, string name, string options = "")
    {
        string target = Directory.CreateDirectory($"{folder}/{name}").FullName;
        Sys.Mount(PathText.Bytes(source), PathText.Bytes(target), PathText.Bytes(type), MountFlags.ReadOnly, PathText.Bytes(options)).OrThrow();
        return target;
    }

    private void WriteObject(byte[] content)
    {
        byte[] path = new byte[ObjectPath.Length];
        ObjectPath.Write(Digest.Of(content), path);
        string full = $"{folder}/objects/{Encoding.ASCII.GetString(path)}";
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, content);
    }

    private static string ListingOf(string root)
    {
        ChainListing listing = new();
        Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(root), OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd top).OrThrow();
        using (top)
        {
            Visit(listing, top, "");
        }

        return listing.ToString();
    }

    private static void Visit(ChainListing listing, FileFd directory, string path)
    {
        Sys.FStat(directory, out FileStat stat).OrThrow();
        listing.Add(path, stat, "", Xattrs(directory, ""));
        DirectoryReader entries = new(directory, new byte[32 << 10]);
        Errno error;
        while (entries.Next(out error))
        {
            byte[] name = entries.Name.ToArray();
            string child = ChainListing.Join(path, Encoding.Latin1.GetString(name));
            Sys.StatAt(directory, name, out stat).OrThrow();
            Assert.Equal(entries.Type, Strata.Linux.FileMode.ToDirentType(stat.Mode));
            if (stat.IsDirectory)
            {
                Sys.OpenAt(directory, name, OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd below).OrThrow();
                using (below)
                {
                    Visit(listing, below, child);
                }
            }
            else
            {
                listing.Add(child, stat, Detail(directory, name, stat), Xattrs(directory, Encoding.Latin1.GetString(name)));
            }
        }

        error.OrThrow();
    }

    private static string Detail(FileFd directory, byte[] name, in FileStat stat)
    {
        byte[] buffer = new byte[stat.Size + 1];
        int count;
        if (stat.IsSymlink)
        {
            Sys.ReadLinkAt(directory, name, buffer, out count).OrThrow();
            return ChainListing.SymlinkDetail(buffer.AsSpan(0, count));
        }

        if (!stat.IsRegular)
        {
            return "";
        }

        Sys.OpenAt(directory, name, OpenFlags.ReadOnly, out FileFd file).OrThrow(Encoding.Latin1.GetString(name));
        using (file)
        {
            Sys.PRead(file, buffer, 0, out count).OrThrow();
        }

        return ChainListing.ContentDetail(buffer.AsSpan(0, count));
    }

    private static List<string> Xattrs(FileFd directory, string name)
    {
        byte[] names = new byte[64 << 10];
        byte[] value = new byte[64 << 10];
        byte[] path = Encoding.Latin1.GetBytes(name);
        Sys.LListXattr(directory, path, names, out int length).OrThrow();
        List<string> found = [];
        foreach (string xattr in Encoding.Latin1.GetString(names, 0, length).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            byte[] xattrName = Encoding.Latin1.GetBytes(xattr);
            Sys.LGetXattr(directory, path, xattrName, value, out int size).OrThrow(xattr);
            found.Add(ChainListing.XattrText(xattrName, value.AsSpan(0, size)));
        }

        return found;
    }
}
