using System.Text;
using Strata.Linux;

namespace Strata.Containers.Mounts.Kernel;

/// <summary>
/// A file system under construction, fsopen(2): first its options, then <see cref="Mount"/>. The first call that fails is
/// what <see cref="Mount"/> answers; those after it do nothing.
/// </summary>
internal sealed class MountContext : IDisposable
{
    private readonly FileFd context;
    private Errno error;

    /// <summary>Begins a file system of this type.</summary>
    public MountContext(ReadOnlySpan<byte> type)
    {
        error = Sys.FsOpen(type, out context);
    }

    /// <summary>Sets an option without a value.</summary>
    public void Set(ReadOnlySpan<byte> key)
    {
        if (error == Errno.Ok)
        {
            error = Sys.FsSetFlag(context, key);
        }
    }

    /// <summary>Sets an option.</summary>
    public void Set(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (error == Errno.Ok)
        {
            error = Sys.FsSetString(context, key, value);
        }
    }

    /// <summary>Sets an option to an open file.</summary>
    public void Set(ReadOnlySpan<byte> key, FileFd value)
    {
        if (error == Errno.Ok)
        {
            error = Sys.FsSetFd(context, key, value);
        }
    }

    /// <summary>Makes the file system and a mount of it that lies in no tree yet.</summary>
    public Errno Mount(MountAttributes attributes, out FileFd mount)
    {
        mount = default;
        error = error != Errno.Ok ? error : Sys.FsCreate(context);
        return error != Errno.Ok ? error : Sys.FsMount(context, attributes, out mount);
    }

    /// <summary>The error in words, with what the kernel said besides.</summary>
    public string Explain(Errno answer)
    {
        // One message per read(2), "e overlay: No changes allowed in reconfigure": a letter for its weight, then the text.
        StringBuilder text = new(answer.Message());
        Span<byte> message = stackalloc byte[512];
        while (context.IsOpen && Sys.Read(context, message, out int length) == Errno.Ok && length > 2)
        {
            text.Append(" (").Append(PathText.Show(message[2..length].TrimEnd((byte)'\n'))).Append(')');
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => context.Dispose();
}
