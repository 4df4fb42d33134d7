using Xunit;

// Each test takes all processors, and some count what another would disturb.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
