using Strata.Linux;

namespace Strata.Engines.Overlay;

/// <summary>
/// The command line of fuse-overlayfs(1), as engines and mount.fuse3(8) write it:
/// <c>[-f] [-d] [-o OPTION[,OPTION…]]… [SOURCE] TARGET</c>. What is not known is told and ignored, as there.
/// </summary>
public static partial class OverlayArguments
{
    /// <summary>Understands a command line.</summary>
    /// <param name="args">The arguments, without the program's name.</param>
    /// <param name="isRoot">Whether the caller is root in its user namespace: its mounts are for everyone, and may have set-id programs.</param>
    /// <exception cref="EngineException">A value is wrong, or something is missing.</exception>
    public static OverlayRequest Parse(byte[][] args, bool isRoot)
    {
        OverlayRequest request = new() { AllowOther = isRoot };
        request.Flags &= isRoot ? ~MountFlags.NoSetUid : ~MountFlags.None;
        List<byte[]> places = [];
        for (int i = 0; i < args.Length; i++)
        {
            ReadOnlySpan<byte> word = args[i];
            if (word is [(byte)'-', (byte)'o', ..])
            {
                if (word.Length == 2 && ++i == args.Length)
                {
                    throw new EngineException("missing argument after '-o'");
                }

                Apply(request, args[i].AsSpan(word.Length == 2 ? 0 : 2));
            }
            else if (word.SequenceEqual("--"u8))
            {
                places.AddRange(args[(i + 1)..]);
                break;
            }
            else if (word is [(byte)'-', _, ..])
            {
                ApplyWord(request, PathText.Show(word));
            }
            else
            {
                places.Add(args[i]);
            }
        }

        return Complete(request, places);
    }

    private static void ApplyWord(OverlayRequest request, string word)
    {
        switch (word)
        {
            case "-f":
                request.Foreground = true;
                break;
            case "-d" or "--debug":
                request.Debug = true;
                break;
            case "-s":
                request.OneThread = true;
                break;
            case "-r":
                request.Flags |= MountFlags.ReadOnly;
                break;
            case "-n" or "-v":
                break; // mount(8)'s own.
            default:
                request.Warnings.Add($"unknown argument ignored: {word}");
                break;
        }
    }

    private static void Apply(OverlayRequest request, ReadOnlySpan<byte> text)
    {
        foreach (MountOption option in OptionText.Split(text))
        {
            bool known = ApplyFolder(request, option) || ApplyOwnership(request, option) || ApplyUnion(request, option)
                || ApplyMountFlag(request, option) || ApplyFuse(request, option);
            if (!known)
            {
                request.Warnings.Add($"unknown argument ignored: {option}");
            }
        }
    }

    /// <summary>The target is the last of the words that are no options; mount.fuse3 puts the source before it.</summary>
    private static OverlayRequest Complete(OverlayRequest request, List<byte[]> places)
    {
        if (places is not [.., [_, ..] target])
        {
            throw new EngineException("no mountpoint specified");
        }

        request.Target = target;
        if (places is [var source, _, ..] && request.Source == OverlayProgram.Name)
        {
            request.Source = PathText.Show(source);
        }

        if (request.Lowers.Count == 0)
        {
            throw new EngineException("no lowerdir specified");
        }

        if (request.Upper is not null && request.Work is null)
        {
            throw new EngineException("workdir not specified");
        }

        if (request.Upper is null)
        {
            // Nothing could be changed: so no access time makes the kernel ask for attributes again.
            request.Flags |= MountFlags.ReadOnly;
        }

        return request;
    }
}
