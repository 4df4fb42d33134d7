using Strata.Linux;

namespace Strata.Fuse;

/// <summary>A row of the table: how one opcode becomes a call of the file system, and that call a reply.</summary>
/// <param name="Opcode">The opcode.</param>
/// <param name="Handle">Decodes, calls, encodes. The reply is sent by the session.</param>
/// <param name="Replies">Whether the kernel expects a reply at all.</param>
internal sealed record Operation(FuseOpcode Opcode, OperationHandler Handle, bool Replies = true);

/// <summary>Decodes the arguments of <paramref name="request"/>, calls <paramref name="files"/>, and fills the reply.</summary>
internal delegate Errno OperationHandler(IFileSystem files, ref Request request);
