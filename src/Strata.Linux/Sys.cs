namespace Strata.Linux;

/// <summary>
/// System calls, one per file. A wrapper takes safe types, retries EINTR, sets CLOEXEC and returns the errno; it knows no
/// policy and writes no log.
/// </summary>
public static partial class Sys;
