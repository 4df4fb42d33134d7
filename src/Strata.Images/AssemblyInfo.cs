using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Strata.Images.Tests")]
[assembly: InternalsVisibleTo("Strata.Registry.Tests")]
