using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Strata.Engines.Tests")]
