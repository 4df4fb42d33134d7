using System.Reflection;
using Strata.Linux;

namespace Strata.Engines.Overlay;

/// <summary>What <c>-h</c> and <c>--version</c> print.</summary>
internal static class OverlayHelp
{
    private const string Usage = $"""
        usage: {OverlayProgram.Name} [options] [SOURCE] TARGET

            -o OPT[,OPT...]            options as below; also -oOPT, and several times
            -f                         stay in the foreground
            -d, --debug, -o debug      tell what is asked and answered, in the foreground
            -s                         answer one request after the other
            -h, --help                 show this
            -V, --version              show the version

        folders:
            lowerdir=DIR[:DIR...]      what lies below, the topmost first; a colon in a path is written \:
            upperdir=DIR               takes the changes; without it the mount is read-only
            workdir=DIR                empty, on the file system of upperdir

        owners:
            uidmapping=DISK:SHOWN:N[:...]   users DISK... on the disk are users SHOWN... in the mount
            gidmapping=DISK:SHOWN:N[:...]   the same for groups
            squash_to_root             every file shows owner and group 0
            squash_to_uid=UID          every file shows this owner
            squash_to_gid=GID          every file shows this group

            xattr_permissions=1|2      the upper keeps owners, permissions and devices in xattrs: security. (1) or user. (2)

        union:
            redirect_dir=on|off|follow|nofollow   whether directories of the lowers can be renamed (default: on)
            metacopy=on|off            whether chmod and chown leave a file's content in the lower (default: off)
            index=on|off               whether hard links of the lowers stay hard links (default: where possible)
            userxattr                  overlayfs's marks as user. xattrs (default: where trusted. ones are forbidden)
            volatile, fsync=0          no fsync: after a power cut the upper may be damaged
            noacl                      the kernel checks no ACLs
            noxattrs                   no extended attributes at all
            static_nlink               every directory has one link
            timeout=SECONDS            how long the kernel keeps names and attributes

        mount:
            ro, nosuid, nodev, noexec, noatime, nodiratime, sync, dirsync and their opposites, private, slave, shared,
            allow_other, fsname=NAME, subtype=NAME, max_read=BYTES, context=CONTEXT (SELinux)

        """;

    /// <summary>The text that a command line asks for, or null.</summary>
    public static string? TextFor(byte[][] args)
    {
        for (int i = 0; i < args.Length && PathText.Show(args[i]) is not "--" and var word; i++)
        {
            switch (word)
            {
                case "-h" or "--help":
                    return Usage;
                case "-V" or "--version":
                    return $"{OverlayProgram.Name}: version {Version}\n";
                case "-o":
                    i++;
                    break;
            }
        }

        return null;
    }

    private static string Version => typeof(OverlayHelp).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
