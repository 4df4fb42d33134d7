using Xunit;

namespace Strata.Cli.Tests;

/// <summary>Tests over one shared store, one after the other.</summary>
[CollectionDefinition(nameof(BusyboxCollection))]
public sealed class BusyboxCollection : ICollectionFixture<BusyboxStore>;
