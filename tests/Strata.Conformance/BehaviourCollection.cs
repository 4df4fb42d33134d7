using Xunit;

namespace Strata.Conformance;

/// <summary>Shares the mounts among the behaviour tests.</summary>
[CollectionDefinition("behaviours")]
public sealed class BehaviourCollection : ICollectionFixture<BehaviourMounts>;
