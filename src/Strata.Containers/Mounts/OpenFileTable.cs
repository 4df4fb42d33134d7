using Strata.Fuse;
using Strata.Union;

namespace Strata.Containers.Mounts;

/// <summary>The open files of a mount by <see cref="FileHandle"/>. Thread-safe; a handle is used again after its release.</summary>
internal sealed class OpenFileTable
{
    private readonly Lock gate = new();
    private readonly List<OpenFile?> files = [];
    private readonly Stack<int> free = [];

    internal FileHandle Add(OpenFile file)
    {
        lock (gate)
        {
            if (free.TryPop(out int slot))
            {
                files[slot] = file;
            }
            else
            {
                slot = files.Count;
                files.Add(file);
            }

            return new FileHandle((ulong)slot);
        }
    }

    /// <summary>An open file; the kernel asks for none that it has released.</summary>
    internal OpenFile this[FileHandle handle]
    {
        get
        {
            lock (gate)
            {
                return files[(int)handle.Value] ?? throw new InvalidOperationException("the handle was released");
            }
        }
    }

    internal OpenFile Remove(FileHandle handle)
    {
        lock (gate)
        {
            OpenFile file = files[(int)handle.Value] ?? throw new InvalidOperationException("the handle was released");
            files[(int)handle.Value] = null;
            free.Push((int)handle.Value);
            return file;
        }
    }

    internal void CloseAll()
    {
        foreach (OpenFile? file in files)
        {
            file?.Dispose();
        }

        files.Clear();
    }
}
