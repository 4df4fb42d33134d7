using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Strata.Layers.Tests")]
