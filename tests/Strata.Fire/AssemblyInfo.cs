// Each test takes both cores, and what it measures is its own.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
