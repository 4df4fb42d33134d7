using Strata.Linux;

namespace Strata.Layers;

/// <summary>
/// Paths of entries, made relative to the root. A leading slash and "." components mean nothing, as for every engine;
/// ".." is refused wherever it stands, because no program that makes layers writes it.
/// </summary>
internal static class EntryPath
{
    /// <summary>Cleans a path; empty is the root. On refusal <paramref name="reason"/> says why.</summary>
    public static bool TryClean(ReadOnlySpan<byte> path, out byte[] clean, out string reason)
    {
        clean = [];
        reason = "";
        byte[] buffer = new byte[path.Length];
        int length = 0;
        foreach (Range range in path.Split((byte)'/'))
        {
            ReadOnlySpan<byte> component = path[range];
            if (component.IsEmpty || component is [(byte)'.'])
            {
                continue;
            }

            if (component is [(byte)'.', (byte)'.'] || component.Length > FileName.MaxLength)
            {
                reason = component.Length == 2 ? "\"..\" would leave its place" : $"a name of more than {FileName.MaxLength} bytes";
                return false;
            }

            if (length > 0)
            {
                buffer[length++] = (byte)'/';
            }

            component.CopyTo(buffer.AsSpan(length));
            length += component.Length;
        }

        if (length >= PathText.MaxLength)
        {
            reason = $"a path of more than {PathText.MaxLength - 1} bytes";
            return false;
        }

        clean = length == buffer.Length ? buffer : buffer[..length];
        return true;
    }

    /// <summary>The folder that a clean path lies in; empty is the root.</summary>
    public static ReadOnlySpan<byte> ParentOf(ReadOnlySpan<byte> path)
    {
        int slash = path.LastIndexOf((byte)'/');
        return slash < 0 ? default : path[..slash];
    }

    /// <summary>The last component of a clean path.</summary>
    public static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> path) => path[(path.LastIndexOf((byte)'/') + 1)..];
}
