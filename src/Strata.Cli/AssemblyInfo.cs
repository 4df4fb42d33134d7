using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Strata.Cli.Tests")]
