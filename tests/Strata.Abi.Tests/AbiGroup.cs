namespace Strata.Abi.Tests;

/// <summary>What is checked in one C program: against headers that can be included together.</summary>
/// <param name="Name">For the test's name.</param>
/// <param name="Headers">System headers, without the brackets; <c>"newer.h"</c> in quotes is the one beside the tests.</param>
/// <param name="Structs">The structs.</param>
/// <param name="Constants">The constants.</param>
internal sealed record AbiGroup(string Name, string[] Headers, AbiStruct[] Structs, AbiConstant[] Constants)
{
    /// <summary>The C program: it is right when it compiles.</summary>
    public string ToProgram()
    {
        IEnumerable<string> lines =
        [
            "#define _GNU_SOURCE",
            "#include <stddef.h>",
            "#include <stdint.h>",
            .. Headers.Select(static header => header.StartsWith('"') ? $"#include {header}" : $"#include <{header}>"),
            .. Structs.SelectMany(static item => item.Assertions()),
            .. Constants.Select(static item => item.Assertion()),
            "",
        ];
        return string.Join('\n', lines);
    }
}
