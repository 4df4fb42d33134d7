namespace Strata.Fuse;

/// <summary>enum fuse_notify_code of linux/fuse.h: the error field of a message with unique 0.</summary>
internal enum NotificationCode
{
    InvalInode = 2,
    InvalEntry = 3,
    Store = 4,
    Delete = 6,
}
