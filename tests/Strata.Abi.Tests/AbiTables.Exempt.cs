using Strata.Fuse;
using Strata.Linux;

namespace Strata.Abi.Tests;

internal static partial class AbiTables
{
    /// <summary>Structs that never cross into the kernel as they are.</summary>
    public static Type[] NotOfTheKernel =>
    [
        typeof(DeviceNumber), typeof(FileFd), typeof(FileStat), typeof(Timestamp),
        typeof(AttributeChange), typeof(AttributesReply), typeof(BackingId), typeof(CacheTime), typeof(Caller), typeof(CreateRequest),
        typeof(EntryReply), typeof(FileHandle), typeof(NodeId), typeof(OpenReply), typeof(OpenRequest),

        typeof(ControlCharacters), // Part of TerminalSettings.
        typeof(LoopName), // Part of LoopInfo.
        typeof(FuseCompatSetxattrIn), // The beginning of FuseSetxattrIn: its size is among the constants.
    ];
}
