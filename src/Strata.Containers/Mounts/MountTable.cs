using System.Buffers.Text;
using System.Text;
using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>Reads the mounts of this mount namespace: /proc/self/mountinfo, proc(5).</summary>
public static class MountTable
{
    /// <summary>The file system type of Strata's mounts by FUSE.</summary>
    public const string OurType = "fuse.strata";

    private const int MaxSize = 64 << 20;

    /// <summary>All mounts, in the order they were made: of two on one folder the later one is seen.</summary>
    public static IReadOnlyList<MountEntry> Read()
    {
        FileText.Read(FileFd.WorkingDirectory, "/proc/self/mountinfo"u8, MaxSize, out byte[] content).OrThrow("read /proc/self/mountinfo");
        return Parse(content);
    }

    /// <summary>The mounts of Strata.</summary>
    public static IReadOnlyList<MountEntry> ReadOurs() => [.. Read().Where(mount => mount.IsOurs)];

    /// <summary>Reads the lines; one that cannot be understood is left out.</summary>
    public static IReadOnlyList<MountEntry> Parse(ReadOnlySpan<byte> content)
    {
        List<MountEntry> entries = [];
        foreach (Range line in content.Split((byte)'\n'))
        {
            if (ParseLine(content[line]) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    // 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
    // id, parent, device, root, target, options, any number of tags, "-", type, source, options of the file system.
    private static MountEntry? ParseLine(ReadOnlySpan<byte> line)
    {
        Span<Range> fields = stackalloc Range[64];
        int count = 0;
        int dash = 0;
        foreach (Range field in line.Split((byte)' '))
        {
            if (count == fields.Length)
            {
                return null;
            }

            if (dash == 0 && count > 5 && line[field].SequenceEqual("-"u8))
            {
                dash = count;
            }

            fields[count++] = field;
        }

        if (dash == 0 || count <= dash + 3 || !TryParseDevice(line[fields[2]], out DeviceNumber device))
        {
            return null;
        }

        ReadOnlySpan<byte> options = line[fields[dash + 3]];
        string type = Encoding.UTF8.GetString(Unescape(line[fields[dash + 1]]));
        return new MountEntry(
            device,
            Unescape(line[fields[4]]),
            HasReadOnly(line[fields[5]]) || HasReadOnly(options),
            type,
            Encoding.UTF8.GetString(Unescape(line[fields[dash + 2]])),
            type == MountEntry.OverlayType ? FolderOf(options, "upperdir="u8) : null,
            type == MountEntry.OverlayType ? FolderOf(options, "workdir="u8) : null);
    }

    /// <summary>
    /// The path in an option, null where it is none for others: relative to who mounted, or one of its descriptors. A comma
    /// in a path is escaped like a space.
    /// </summary>
    private static string? FolderOf(ReadOnlySpan<byte> options, ReadOnlySpan<byte> option)
    {
        foreach (Range part in options.Split((byte)','))
        {
            if (options[part].StartsWith(option))
            {
                string path = Encoding.UTF8.GetString(Unescape(options[part][option.Length..]));
                return path.StartsWith('/') && !path.StartsWith("/proc/self/", StringComparison.Ordinal) ? path : null;
            }
        }

        return null;
    }

    private static bool TryParseDevice(ReadOnlySpan<byte> text, out DeviceNumber device)
    {
        device = default;
        if (!Utf8Parser.TryParse(text, out uint major, out int used)
            || used >= text.Length
            || !Utf8Parser.TryParse(text[(used + 1)..], out uint minor, out _))
        {
            return false;
        }

        device = new DeviceNumber(major, minor);
        return true;
    }

    private static bool HasReadOnly(ReadOnlySpan<byte> options) => options.SequenceEqual("ro"u8) || options.StartsWith("ro,"u8);

    /// <summary>Space, tab, newline and backslash stand as three octal digits after a backslash.</summary>
    private static byte[] Unescape(ReadOnlySpan<byte> text)
    {
        byte[] plain = new byte[text.Length];
        int length = 0;
        for (int i = 0; i < text.Length; i++)
        {
            bool escaped = text[i] == '\\' && i + 3 < text.Length && !text.Slice(i + 1, 3).ContainsAnyExceptInRange((byte)'0', (byte)'7');
            plain[length++] = escaped ? (byte)(((text[i + 1] - '0') << 6) | ((text[i + 2] - '0') << 3) | (text[i + 3] - '0')) : text[i];
            i += escaped ? 3 : 0;
        }

        return plain[..length];
    }
}
