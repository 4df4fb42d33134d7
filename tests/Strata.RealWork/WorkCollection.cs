using Xunit;

namespace Strata.RealWork;

/// <summary>The image is made once for all tests.</summary>
[CollectionDefinition(Name)]
public sealed class WorkCollection : ICollectionFixture<DemoImage>
{
    public const string Name = "work";
}
