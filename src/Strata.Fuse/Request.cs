namespace Strata.Fuse;

/// <summary>One request on its way through the table: its header, its arguments, and its reply.</summary>
internal ref struct Request
{
    public FuseInHeader Header;
    public ArgumentReader Arguments;
    public ReplyWriter Reply;

    /// <summary>SETXATTR comes in its long form (SETXATTR_EXT); older kernels send only size and flags.</summary>
    public bool ExtendedSetXattr;

    /// <summary>The inode that the request is about.</summary>
    public readonly NodeId Node => new(Header.Nodeid);

    /// <summary>Whether whoever asks still waits.</summary>
    public Interruption Interruption;

    /// <summary>What all readers have in hand.</summary>
    public Interruptions Interruptions;

    public readonly Caller Caller => new(Header.Uid, Header.Gid, (int)Header.Pid, Interruption);
}
