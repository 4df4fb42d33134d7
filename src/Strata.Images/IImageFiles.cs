namespace Strata.Images;

/// <summary>The files of an image layout, an archive or a registry, by path. Safe for several threads.</summary>
internal interface IImageFiles : IDisposable
{
    /// <summary>How many layers are worth reading at the same time.</summary>
    int AtOnce => Environment.ProcessorCount;

    /// <summary>Opens a file; null where there is none of that path. The stream knows its length.</summary>
    /// <param name="path">A path relative to the layout's root, with slashes, for example <c>blobs/sha256/ab…</c>.</param>
    Stream? Open(string path);

    /// <summary>What was read of a file is wrong: what is kept of it is thrown away. Whether it is worth reading again.</summary>
    bool Discard(string path) => false;

    /// <summary>Ends every read that waits, and all that would: for what comes through a network.</summary>
    void BreakOff()
    {
    }
}
