namespace Strata.Fuse;

/// <summary>What the readers of a session have in hand, to be told of signals. Thread-safe.</summary>
internal sealed class Interruptions
{
    private volatile Interruption[] all = [];

    /// <summary>That of another reader.</summary>
    public Interruption Add()
    {
        Interruption added = new();
        all = [.. all, added];
        return added;
    }

    /// <summary>INTERRUPT; false where nobody has that request in hand: it was answered, or its reader has only just read it.</summary>
    public bool TryInterrupt(ulong unique)
    {
        foreach (Interruption reader in all)
        {
            if (reader.TryInterrupt(unique))
            {
                return true;
            }
        }

        return false;
    }
}
