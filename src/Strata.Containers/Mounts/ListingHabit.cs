namespace Strata.Containers.Mounts;

/// <summary>
/// Whether those who list directories look at what they find, as du and <c>ls -l</c> do, or only at directories, as find
/// does. The kernel takes the attributes along with the names (READDIRPLUS) and says nothing of whether anybody wanted
/// them; for who does not, they cost several times what the names do. So one file of a directory is now and then left
/// without: who looks sends a LOOKUP for it. Any thread.
/// </summary>
internal sealed class ListingHabit
{
    private const int Unasked = 8; // So many in a row that nobody asked for, and files are left without.
    private const int RareProbe = 4; // Once somebody asked, only every so manieth directory leaves one without.
    private const int Remembered = 8;

    private readonly Lock gate = new(); // Guards all fields.
    private readonly ulong[] incomplete = new ulong[Remembered]; // Directories that were lately listed without some attributes.
    private int nextIncomplete;
    private int unasked;
    private int probeEvery = 1;
    private int sinceProbe;
    private bool isPending;
    private bool namesOnly;

    /// <summary>How the files of a directory are to be listed.</summary>
    internal enum Files
    {
        /// <summary>All with their attributes.</summary>
        All,

        /// <summary>All but one with their attributes.</summary>
        AllButOne,

        /// <summary>As names.</summary>
        None,
    }

    /// <summary>A directory is about to be listed; from its beginning, or from where the last answer ended.</summary>
    internal Files Begin(bool isStart)
    {
        lock (gate)
        {
            if (namesOnly)
            {
                return Files.None;
            }

            return isStart && ++sinceProbe >= probeEvery ? Files.AllButOne : Files.All;
        }
    }

    /// <summary>A directory was listed, and files of it left without attributes.</summary>
    internal void Left(ulong directory)
    {
        lock (gate)
        {
            Remember(directory);
            if (namesOnly)
            {
                return;
            }

            sinceProbe = 0;
            unasked += isPending ? 1 : 0;
            isPending = true;
            namesOnly = unasked >= Unasked;
        }
    }

    /// <summary>Somebody looked at a file by its name.</summary>
    internal void Asked(ulong directory)
    {
        lock (gate)
        {
            if (!incomplete.Contains(directory))
            {
                return;
            }

            probeEvery = namesOnly ? 1 : RareProbe;
            namesOnly = false;
            isPending = false;
            unasked = 0;
        }
    }

    private void Remember(ulong directory)
    {
        if (!incomplete.Contains(directory))
        {
            incomplete[nextIncomplete++ % Remembered] = directory;
        }
    }
}
