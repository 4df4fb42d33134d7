namespace Strata.Union;

/// <summary>Where a file with <c>overlay.metacopy</c> lies, and where its content does.</summary>
/// <param name="Home">The directory of the file itself.</param>
/// <param name="DataHome">The directory of the content; null where it lies in one of the data folders.</param>
/// <param name="DataName">Its name there, or its path in the data folders.</param>
internal sealed record FolderMetacopy(FolderDirectory Home, FolderDirectory? DataHome, byte[] DataName);
