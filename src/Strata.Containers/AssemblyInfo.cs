using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Strata.Containers.Tests")]
