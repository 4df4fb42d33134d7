namespace Strata.Conformance;

/// <summary>Where the kernel's own overlayfs answers otherwise because EROFS lies below it.</summary>
internal static partial class KnownDifferences
{
    private const string Lists = "The kernel sets no access lists on what lies in a chain image";
    private const string NewList = "44 bytes 231cce8e9557";

    private const string AclDir =
        """
        # file: acl-dir
        # owner: 0
        # group: 0
        user::rwx
        user:1000:LIST
        group::r-x
        mask::LIST
        other::---
        default:user::rwx
        default:user:1000:r-x
        default:group::r-x
        default:mask::r-x
        default:other::---


        """;

    private const string File =
        """
        # file: file
        # owner: 0
        # group: 0
        user::rw-
        USERgroup::r--
        MASKother::r--


        """;

    private const string AclFile =
        """
        # file: acl-file
        # owner: 0
        # group: 0
        user::rwx
        user:1000:r-x
        group::r-x
        mask::r-x
        other::---


        """;

    private static IEnumerable<KnownDifference> OfErofs()
    {
        const string Setfacl = "sh setfacl -m u:1000:rwx acl-dir file; getfacl -pn acl-dir file acl-file: exit 0: ";
        const string Refusals = "setfacl: acl-dir: Operation not supported\nsetfacl: file: Operation not supported\n";
        string set = AclDir.Replace("LIST", "rwx") + File.Replace("USER", "user:1000:rwx\n").Replace("MASK", "mask::rwx\n") + AclFile;
        string refused = Refusals + AclDir.Replace("LIST", "r-x") + File.Replace("USER", "").Replace("MASK", "") + AclFile;
        return
        [
            Of("AccessLists", "listxattr acl-dir: system.posix_acl_access system.posix_acl_default",
                $"setxattr file system.posix_acl_access {NewList} 0: Ok", $"setxattr file system.posix_acl_access {NewList} 0: EOPNOTSUPP"),
            Of("AccessLists", $"setxattr file system.posix_acl_access {NewList} 0: Ok",
                $"getxattr file system.posix_acl_access: {NewList}", "getxattr file system.posix_acl_access: ENODATA"),
            Of("AccessLists", $"getxattr file system.posix_acl_access: {NewList}", $"stat file: 0750 links 1 0:0 size 11 {LowerTimes}", $"stat file: 0644 links 1 0:0 size 11 {LowerTimes}"),
            Of("AccessLists", $"stat file: 0750 links 1 0:0 size 11 {LowerTimes}",
                $"setxattr dir system.posix_acl_default {NewList} 0: Ok", $"setxattr dir system.posix_acl_default {NewList} 0: EOPNOTSUPP"),
            Of("AccessLists", "write \"\": Ok", "stat dir/new: 0640 links 1 0:0 size 0", "stat dir/new: 0644 links 1 0:0 size 0"),
            Of("AccessLists", "stat dir/new: 0640 links 1 0:0 size 0",
                "getxattr dir/new system.posix_acl_access: 44 bytes 7d5531258a36", "getxattr dir/new system.posix_acl_access: ENODATA"),
            Of("AccessLists", "mkdir dir/new-dir 0777: Ok", "stat dir/new-dir: 0750/ links 2 0:0", "stat dir/new-dir: 0755/ links 2 0:0"),
            Of("AccessLists", "stat dir/new-dir: 0750/ links 2 0:0",
                $"getxattr dir/new-dir system.posix_acl_default: {NewList}", "getxattr dir/new-dir system.posix_acl_default: ENODATA"),
            Of("AccessListsDecide", "as root", (Setfacl + set).TrimEnd(), (Setfacl + refused).TrimEnd()),
            Of("AccessListsDecide", "as 1000:1000", "open acl-dir/x WriteOnly, Create, Exclusive 0644: Ok", "open acl-dir/x WriteOnly, Create, Exclusive 0644: EACCES"),
            Of("AccessListsDecide", "write \"\": Ok", "open file WriteOnly: Ok", "open file WriteOnly: EACCES"),
            Of("AccessListsDecide", "open file WriteOnly: Ok", "write \"x\": Ok", "write \"x\": EBADF"),
        ];
    }

    private static KnownDifference Of(string behaviour, string after, string kernel, string ours) =>
        new(Lists, behaviour, Drivers, after, kernel, ours);
}
