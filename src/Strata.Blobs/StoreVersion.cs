using System.Buffers.Text;
using Strata.Linux;

namespace Strata.Blobs;

/// <summary>The file <c>version</c> of a store: the text <c>strata store N</c> and a newline. It is written last when a store is made.</summary>
internal static class StoreVersion
{
    public const int Current = 1;

    private static ReadOnlySpan<byte> Prefix => "strata store "u8;

    /// <summary>Whether there is a version; refuses one that this program does not know.</summary>
    public static bool IsThere(FileFd root, string path)
    {
        Errno error = Sys.OpenAt(root, "version"u8, OpenFlags.ReadOnly | OpenFlags.NoFollow, out FileFd file);
        if (error == Errno.ENOENT)
        {
            return false;
        }

        error.OrThrow($"open {path}/version");
        Span<byte> text = stackalloc byte[64];
        using (file)
        {
            Sys.PRead(file, text, 0, out int length).OrThrow($"read {path}/version");
            text = text[..length];
        }

        if (!text.StartsWith(Prefix)
            || !Utf8Parser.TryParse(text[Prefix.Length..], out int version, out int used)
            || text[(Prefix.Length + used)..] is not [(byte)'\n'] || version < 1)
        {
            throw new StoreException($"{path}/version does not say what a store's version file says: is {path} a store of strata?");
        }

        return version <= Current
            ? true
            : throw new StoreException($"the store {path} has version {version}, this strata knows up to {Current}: use a newer strata");
    }

    /// <summary>Writes the version durably.</summary>
    public static void Write(FileFd root)
    {
        Sys.OpenAt(root, "version.new"u8, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Truncate, out FileFd file, 0x1a4)
            .OrThrow("create the store's version file");
        using (file)
        {
            Sys.WriteAll(file, PathText.Bytes($"strata store {Current}\n")).OrThrow("write the store's version file");
            Sys.FSync(file).OrThrow("fsync of the store's version file");
        }

        Sys.RenameAt(root, "version.new"u8, root, "version"u8).OrThrow("publish the store's version file");
        Sys.FSync(root).OrThrow("fsync of the store");
    }
}
