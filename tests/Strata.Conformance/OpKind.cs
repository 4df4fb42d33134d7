namespace Strata.Conformance;

/// <summary>What a step of a random sequence does.</summary>
internal enum OpKind
{
    Create,
    Write,
    Append,
    Truncate,
    Mkdir,
    Rmdir,
    Unlink,
    Rename,
    Link,
    Symlink,
    Mknod,
    Chmod,
    Chown,
    Utimens,
    SetXattr,
    RemoveXattr,
    Open,
    WriteHandle,
    ReadHandle,
    TruncateHandle,
    StatHandle,
    CloseHandle,
    List,
    Stat,
    Read,
}
