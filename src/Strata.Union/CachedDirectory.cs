using Strata.Linux;

namespace Strata.Union;

/// <summary>Something with a descriptor that a <see cref="DirectoryCache"/> may close.</summary>
internal abstract class CachedDirectory
{
    /// <summary>The open directory, or none at the moment.</summary>
    internal FileFd Handle;

    /// <summary>Where the cache has it; null while it has not.</summary>
    internal LinkedListNode<CachedDirectory>? Place;
}
