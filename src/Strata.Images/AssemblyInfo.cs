using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Strata.Images.Tests")]
