using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Strata.Fuse.Tests")]
[assembly: InternalsVisibleTo("Strata.Abi.Tests")]
