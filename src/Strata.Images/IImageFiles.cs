namespace Strata.Images;

/// <summary>The files of an image layout or archive, by path. Safe for several threads.</summary>
internal interface IImageFiles : IDisposable
{
    /// <summary>Opens a file; null where there is none of that path. The stream can be seeked and knows its length.</summary>
    /// <param name="path">A path relative to the layout's root, with slashes, for example <c>blobs/sha256/ab…</c>.</param>
    Stream? Open(string path);
}
