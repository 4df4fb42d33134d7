using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Strata.Containers.Mounts;
using Strata.Fuse;
using Strata.Linux;
using Strata.Union;

namespace Strata.Engines.Overlay;

/// <summary>The options of <c>-o</c>, by topic. A method answers false for an option that is none of its own.</summary>
public static partial class OverlayArguments
{
    private static bool ApplyFolder(OverlayRequest request, MountOption option)
    {
        switch (option)
        {
            case { Name: "lowerdir", Raw: { } list }:
                List<byte[]> lowers = OptionText.SplitPaths(list);
                request.Lowers = lowers;
                if (lowers.Exists(static path => path.Length == 0))
                {
                    throw new EngineException($"an empty path in '{option}'");
                }

                return true;
            case { Name: "upperdir", Raw: not null }:
                request.Upper = option.Value;
                return true;
            case { Name: "workdir", Raw: not null }:
                request.Work = option.Value;
                return true;
            default:
                return false;
        }
    }

    private static bool ApplyOwnership(OverlayRequest request, MountOption option)
    {
        switch (option)
        {
            case { Name: "uidmapping", Raw: not null }:
                request.Users = MapOf(option, "/proc/sys/kernel/overflowuid"u8);
                return true;
            case { Name: "gidmapping", Raw: not null }:
                request.Groups = MapOf(option, "/proc/sys/kernel/overflowgid"u8);
                return true;
            case { Name: "squash_to_root", Raw: null }:
                request.EveryoneIsRoot = true;
                return true;
            case { Name: "squash_to_uid", Raw: not null }:
                request.EveryUser = IdOf(option);
                return true;
            case { Name: "squash_to_gid", Raw: not null }:
                request.EveryGroup = IdOf(option);
                return true;
            default:
                return false;
        }
    }

    private static bool ApplyUnion(OverlayRequest request, MountOption option)
    {
        switch (option)
        {
            case { Name: "static_nlink", Raw: null }:
                request.View = request.View with { OneLinkPerDirectory = true };
                return true;
            case { Name: "noxattrs" }:
                request.View = request.View with { Xattrs = option.Raw is not null && !SwitchOf(option) };
                return true;
            case { Name: "timeout", Raw: not null }:
                request.View = request.View with { Timeout = TimeOf(option) };
                return true;
            case { Name: "noacl", Raw: null }:
                request.Acls = false;
                return true;
            case { Name: "volatile", Raw: null }:
                request.Durable = false;
                return true;
            case { Name: "fsync", Raw: not null }:
                request.Durable = SwitchOf(option);
                return true;
            case { Name: "userxattr", Raw: null }:
                request.UserXattrs = true;
                return true;
            case { Name: "redirect_dir", Raw: not null }:
                request.Redirect = OneOf(option, "off", "on", "follow", "nofollow") switch
                {
                    "on" => RedirectMode.On,
                    "follow" => RedirectMode.Follow,
                    "nofollow" => RedirectMode.NoFollow,
                    _ => RedirectMode.Off,
                };
                return true;
            case { Name: "xattr_permissions", Raw: not null }:
                request.Override = OneOf(option, "0", "1", "2") switch
                {
                    "1" => StatOverride.Privileged,
                    "2" => StatOverride.Containers,
                    _ => null,
                };
                request.View = request.View with { Acls = request.Override is null };
                return true;
            case { Name: "metacopy", Raw: not null }:
                request.Metacopy = OneOf(option, "off", "on") == "on";
                return true;
            case { Name: "index", Raw: not null }:
                request.Index = OneOf(option, "off", "on") == "on" ? IndexMode.On : IndexMode.Off;
                return true;
            case { Name: "xino", Raw: not null }:
                // Numbers are always unique and the same over remounts.
                return OneOf(option, "off", "auto", "on") != "off";
            default:
                return false;
        }
    }

    private static bool ApplyFuse(OverlayRequest request, MountOption option)
    {
        switch (option)
        {
            case { Name: "allow_other", Raw: null }:
                request.AllowOther = true;
                return true;
            case { Name: "default_permissions", Raw: null }:
                return true; // Always so.
            case { Name: "fsname", Raw: not null }:
                request.Source = PathText.Show(option.Value);
                return true;
            case { Name: "subtype", Raw: not null }:
                request.Subtype = PathText.Show(option.Value);
                return true;
            case { Name: "max_read", Raw: not null }:
                request.MaxRead = IdOf(option) ?? throw Wrong(option);
                return true;
            case { Name: "context" or "fscontext" or "defcontext" or "rootcontext", Raw: not null }:
                request.Contexts = [.. request.Contexts, $"{option.Name}=\"{Encoding.UTF8.GetString(option.Value)}\""];
                return true;
            case { Name: "debug", Raw: null }:
                request.Debug = true;
                return true;
            default:
                return false;
        }
    }

    private static IdMap MapOf(MountOption option, ReadOnlySpan<byte> overflowFile)
    {
        const uint Nobody = 65534;
        Span<byte> text = stackalloc byte[16];
        uint overflow = Nobody;
        if (Sys.OpenAt(FileFd.WorkingDirectory, overflowFile, OpenFlags.ReadOnly, out FileFd file) == Errno.Ok)
        {
            using (file)
            {
                overflow = Sys.Read(file, text, out int length) == Errno.Ok && Utf8Parser.TryParse(text[..length], out uint number, out _) ? number : Nobody;
            }
        }

        return IdMap.TryParse(option.Value, overflow, out IdMap? map) ? map! : throw new EngineException($"invalid mapping specified: {option}");
    }

    /// <summary>A user or group id; null for -1, which is none.</summary>
    private static uint? IdOf(MountOption option)
    {
        string text = Encoding.UTF8.GetString(option.Value);
        return text == "-1" ? null : uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out uint id) ? id : throw Wrong(option);
    }

    private static bool SwitchOf(MountOption option) => OneOf(option, "0", "1") == "1";

    private static CacheTime TimeOf(MountOption option)
    {
        const double NanosecondsPerSecond = 1e9;
        const double Longest = 1e10; // More than CacheTime.Forever, and its seconds fit.
        bool ok = double.TryParse(Encoding.UTF8.GetString(option.Value), NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds);
        if (!ok || !(seconds >= 0))
        {
            throw Wrong(option);
        }

        seconds = Math.Min(seconds, Longest);
        double whole = Math.Floor(seconds);
        return new CacheTime((ulong)whole, (uint)((seconds - whole) * NanosecondsPerSecond));
    }

    private static string OneOf(MountOption option, params ReadOnlySpan<string> values)
    {
        string value = Encoding.UTF8.GetString(option.Value);
        return values.Contains(value) ? value : throw new EngineException($"invalid value in '{option}': it is one of {string.Join(", ", values!)}");
    }

    private static EngineException Wrong(MountOption option) => new($"invalid value in '{option}'");
}
