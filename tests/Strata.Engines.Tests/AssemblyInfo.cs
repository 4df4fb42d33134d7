// Mounts and engines take both cores as they are.
[assembly: Xunit.CollectionBehavior(DisableTestParallelization = true)]
