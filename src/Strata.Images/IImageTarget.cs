namespace Strata.Images;

/// <summary>Takes the files of a layout or an archive, each once.</summary>
internal interface IImageTarget : IDisposable
{
    /// <summary>Adds a folder, whose parent is there.</summary>
    void AddFolder(string path);

    /// <summary>Adds a file, whose folder is there.</summary>
    /// <param name="path">Where it is to lie.</param>
    /// <param name="size">How many bytes <paramref name="write"/> will write.</param>
    /// <param name="write">Writes them.</param>
    void AddFile(string path, long size, Action<Stream> write);

    /// <summary>Everything was added: it is all there under its name, and on the disk, when this returns.</summary>
    void Complete();
}
