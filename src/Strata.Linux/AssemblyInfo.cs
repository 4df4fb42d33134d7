using System.Runtime.CompilerServices;

[assembly: DisableRuntimeMarshalling]
[assembly: InternalsVisibleTo("Strata.Abi.Tests")]
[module: SkipLocalsInit]
