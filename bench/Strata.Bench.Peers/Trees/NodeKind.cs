namespace Strata.Bench.Peers.Trees;

internal enum NodeKind
{
    Folder,
    File,
    Symlink,
    Whiteout,
}
