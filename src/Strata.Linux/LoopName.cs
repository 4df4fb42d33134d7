using System.Runtime.CompilerServices;

namespace Strata.Linux;

/// <summary>The names and the key of struct loop_info64, which nothing here reads: lo_file_name, lo_crypt_name, lo_encrypt_key.</summary>
[InlineArray(64 + 64 + 32)]
internal struct LoopName
{
    private byte first;
}
