using Strata.Linux;

namespace Strata.Abi.Tests;

internal static partial class AbiTables
{
    private static AbiGroup MountContexts => new(
        "mount contexts",
        ["linux/mount.h", "sys/syscall.h"],
        [],
        [
            AbiConstant.Of(typeof(Sys), "FsConfigSetFlag", "FSCONFIG_SET_FLAG"),
            AbiConstant.Of(typeof(Sys), "FsConfigSetString", "FSCONFIG_SET_STRING"),
            AbiConstant.Of(typeof(Sys), "FsConfigSetFd", "FSCONFIG_SET_FD"),
            AbiConstant.Of(typeof(Sys), "FsConfigCreate", "FSCONFIG_CMD_CREATE"),
            AbiConstant.Of(typeof(Sys), "NumberFsConfig", "__NR_fsconfig"),
            AbiConstant.Of(typeof(Sys), "NumberFsOpen", "__NR_fsopen"),
            AbiConstant.Of(typeof(Sys), "NumberFsMount", "__NR_fsmount"),
            AbiConstant.Of(typeof(Sys), "NumberMoveMount", "__NR_move_mount"),
            AbiConstant.Of(typeof(Sys), "FsOpenCloseOnExec", "FSOPEN_CLOEXEC"),
            AbiConstant.Of(typeof(Sys), "FsMountCloseOnExec", "FSMOUNT_CLOEXEC"),
            AbiConstant.Of(typeof(Sys), "MoveBothByDescriptor", "MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH"),
        ]);

    private static AbiGroup Loop => new(
        "loop devices",
        ["linux/loop.h"],
        [
            new(
                typeof(LoopInfo),
                "struct loop_info64",
                ("device", "lo_device"),
                ("inode", "lo_inode"),
                ("rdevice", "lo_rdevice"),
                ("offset", "lo_offset"),
                ("sizeLimit", "lo_sizelimit"),
                ("number", "lo_number"),
                ("encryptType", "lo_encrypt_type"),
                ("encryptKeySize", "lo_encrypt_key_size"),
                ("flags", "lo_flags"),
                ("names", ""),
                ("init0", ""),
                ("init1", "")),
            new(typeof(LoopConfig), "struct loop_config"),
        ],
        [
            AbiConstant.Of(typeof(Sys), "LoopGetStatusRequest", "LOOP_GET_STATUS64"),
            AbiConstant.Of(typeof(Sys), "LoopConfigureRequest", "LOOP_CONFIGURE"),
            AbiConstant.Of(typeof(Sys), "LoopGetFreeRequest", "LOOP_CTL_GET_FREE"),
            .. AbiConstant.OfEnum<LoopFlags>(
                "LO_FLAGS_",
                (LoopFlags.None, ""),
                (LoopFlags.ReadOnly, "LO_FLAGS_READ_ONLY"),
                (LoopFlags.AutoClear, "LO_FLAGS_AUTOCLEAR")),
        ]);
}
