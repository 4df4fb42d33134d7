using Strata.Linux;

namespace Strata.Conformance;

internal static partial class Behaviours
{
    private const int XattrCreate = 1;
    private const int XattrReplace = 2;

    [Behaviour]
    private static void ReadXattrsOfLower(Scene s)
    {
        s.ListXattrs("xattred");
        s.ListXattrs("xattred", 0);
        s.ListXattrs("xattred", 5);
        s.GetXattr("xattred", "user.note");
        s.GetXattr("xattred", "trusted.t");
        s.GetXattr("xattred", "security.s");
        s.GetXattr("xattred", "user.note", 0);
        s.GetXattr("xattred", "user.note", 2);
        s.GetXattr("xattred", "user.missing");
        s.ListXattrs("file");
        s.ListXattrs("dir");
        s.GetXattr("missing", "user.note");
        s.GetXattr("file", "nonsense");
        s.GetXattr("file", "unknown.space");
        s.GetXattr("file", "user.");
    }

    [Behaviour]
    private static void ChangeXattrs(Scene s)
    {
        foreach (string name in (string[])["file", "xattred", "dir", "merged", "new"])
        {
            if (name == "new")
            {
                s.Create("new", "x");
            }

            s.SetXattr(name, "user.note", "first");
            s.SetXattr(name, "user.note", "second", XattrCreate);
            s.SetXattr(name, "user.note", "third", XattrReplace);
            s.SetXattr(name, "user.absent", "x", XattrReplace);
            s.SetXattr(name, "trusted.x", "t");
            s.SetXattr(name, "security.x", "s");
            s.SetXattr(name, "user.empty", "");
            s.GetXattr(name, "user.note");
            s.GetXattr(name, "user.empty");
            s.ListXattrs(name);
            s.RemoveXattr(name, "user.note");
            s.RemoveXattr(name, "user.note");
            s.ListXattrs(name);
        }

        s.SetXattr("missing", "user.a", "b");
        s.RemoveXattr("missing", "user.a");
        s.RemoveXattr("big", "user.a");
        s.SetXattr("file", "nonsense", "x");
        s.SetXattr("file", "unknown.space", "x");
        s.SetXattr("file", "user.", "x");
        s.SetXattr("file", "user.both", "x", XattrCreate | XattrReplace);
    }

    [Behaviour]
    private static void LargeXattrs(Scene s)
    {
        s.SetXattr("file", "user.large", new byte[3000]);
        s.GetXattr("file", "user.large");
        s.SetXattr("file", "user.huge", new byte[65536]);
        s.SetXattr("file", "user.too-huge", new byte[65537]);
        s.SetXattr("file", "user." + new string('n', 250), "x");
        s.SetXattr("file", "user." + new string('n', 251), "x");
        s.ListXattrs("file");
    }

    [Behaviour]
    private static void XattrsOfOtherTypes(Scene s)
    {
        foreach (string name in (string[])["symlink", "dangling", "fifo", "null"])
        {
            s.SetXattr(name, "user.a", "x");
            s.SetXattr(name, "trusted.a", "x");
            s.SetXattr(name, "security.a", "x");
            s.GetXattr(name, "user.a");
            s.GetXattr(name, "trusted.a");
            s.ListXattrs(name);
            s.RemoveXattr(name, "trusted.a");
            s.ListXattrs(name);
        }

        s.Symlink("x", "new");
        s.SetXattr("new", "trusted.a", "x");
        s.GetXattr("new", "trusted.a");
    }

    [Behaviour]
    private static void XattrsOfTheUnionAreHidden(Scene s)
    {
        s.Rename("dir", "moved");
        s.Shell("rm -rf deep");
        s.Mkdir("deep");
        s.Chmod("file", 0b110_000_000);
        foreach (string name in (string[])["moved", "deep", "file", "opaque", "big", "merged", "."])
        {
            s.ListXattrs(name);
            s.GetXattr(name, "trusted.overlay.opaque");
            s.GetXattr(name, "trusted.overlay.redirect");
            s.GetXattr(name, "trusted.overlay.origin");
            s.GetXattr(name, "trusted.overlay.metacopy");
        }

        // What a program sets by that name is its own affair (overlayfs escapes it) and says nothing to the union.
        s.SetXattr("merged", "trusted.overlay.opaque", "y");
        s.GetXattr("merged", "trusted.overlay.opaque");
        s.ListXattrs("merged");
        s.List("merged");
        s.RemoveXattr("merged", "trusted.overlay.opaque");
        s.SetXattr("big", "trusted.overlay.metacopy", "");
        s.Content("big");
        s.SetXattr("file", "user.overlay.opaque", "y");
        s.GetXattr("file", "user.overlay.opaque");
    }

    [Behaviour]
    private static void XattrsAsUser(Scene s)
    {
        s.AsUser(() =>
        {
            s.SetXattr("user-file", "user.mine", "x");
            s.GetXattr("user-file", "user.mine");
            s.SetXattr("file", "user.mine", "x");
            s.SetXattr("open-file", "user.mine", "x");
            s.GetXattr("private", "user.a");
            s.GetXattr("xattred", "user.note");
            s.SetXattr("sticky", "user.a", "x");
            s.SetXattr("open-dir", "user.a", "x");
        });
        s.Shell("setfattr -n trusted.a -v x user-file; getfattr -d -m - xattred; setfattr -n security.capability -v 0x00 user-file", 1000);
    }

    [Behaviour]
    private static void AccessLists(Scene s)
    {
        s.GetXattr("acl-file", "system.posix_acl_access");
        s.GetXattr("acl-dir", "system.posix_acl_default");
        s.GetXattr("file", "system.posix_acl_access");
        s.GetXattr("dir", "system.posix_acl_default");
        s.ListXattrs("acl-file");
        s.ListXattrs("acl-dir");
        s.SetXattr("file", "system.posix_acl_access", StandardLower.Acl);
        s.GetXattr("file", "system.posix_acl_access");
        s.Stat("file");
        s.SetXattr("dir", "system.posix_acl_default", StandardLower.Acl);
        s.SetXattr("file", "system.posix_acl_default", StandardLower.Acl);
        s.SetXattr("file", "system.posix_acl_access", [1, 2, 3]);
        s.Create("dir/new", "", 0b110_110_110);
        s.Stat("dir/new");
        s.GetXattr("dir/new", "system.posix_acl_access");
        s.Mkdir("dir/new-dir", 0b111_111_111);
        s.Stat("dir/new-dir");
        s.GetXattr("dir/new-dir", "system.posix_acl_default");
        s.Create("acl-dir/new", "", 0b110_110_110);
        s.GetXattr("acl-dir/new", "system.posix_acl_access");
        s.Stat("acl-dir/new");
        s.Mkdir("acl-dir/new-dir");
        s.GetXattr("acl-dir/new-dir", "system.posix_acl_default");
        s.Symlink("x", "acl-dir/l");
        s.Mknod("acl-dir/p", FileMode.Fifo | 0b110_110_110);
        s.Stat("acl-dir/p");
        s.Chmod("acl-file", 0b110_110_000);
        s.GetXattr("acl-file", "system.posix_acl_access");
        s.RemoveXattr("acl-file", "system.posix_acl_access");
        s.GetXattr("acl-file", "system.posix_acl_access");
        s.Stat("acl-file");
    }

    [Behaviour]
    private static void AccessListsDecide(Scene s)
    {
        s.AsUser(() =>
        {
            s.Content("acl-file");
            s.TryOpen("acl-file", OpenFlags.WriteOnly);
            s.List("acl-dir");
            s.Create("acl-dir/x", "");
        });
        s.As(1001, 1001, () =>
        {
            s.Content("acl-file");
            s.List("acl-dir");
        });
        s.Shell("setfacl -m u:1000:rwx acl-dir file; getfacl -pn acl-dir file acl-file");
        s.AsUser(() =>
        {
            s.Create("acl-dir/x", "");
            s.Overwrite("file", "x");
            s.SetXattr("file", "system.posix_acl_access", StandardLower.Acl);
        });
    }
}
