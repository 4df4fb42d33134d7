using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Strata.Fire")]

// Mount points are shared by the tests of a collection, and two cores serve them all.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
