using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Strata.Union.Tests")]
