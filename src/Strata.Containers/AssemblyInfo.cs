using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Strata.Containers.Tests")]
[assembly: InternalsVisibleTo("Strata.Conformance")]
