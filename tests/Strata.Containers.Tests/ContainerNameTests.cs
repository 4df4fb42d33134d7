using Xunit;

namespace Strata.Containers.Tests;

[Trait("Kind", "Unit")]
public sealed class ContainerNameTests
{
    [Fact]
    public void GeneratedNames_AreValidAndSeldomTheSame()
    {
        string[] names = [.. Enumerable.Range(0, 200).Select(_ => ContainerName.Generate())];

        Assert.All(names, name => Assert.True(ContainerName.IsValid(name), name));
        Assert.InRange(names.Distinct().Count(), 150, 200);
    }

    [Theory]
    [InlineData("web", true)]
    [InlineData("Web-1.a_b", true)]
    [InlineData("a", false)]
    [InlineData("", false)]
    [InlineData("-web", false)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("wéb", false)]
    public void Name_IsOfLettersDigitsAndAFewSigns(string name, bool valid) => Assert.Equal(valid, ContainerName.IsValid(name));

    [Fact]
    public void Id_IsNeverANumberInItsShortForm() =>
        Assert.All(Enumerable.Range(0, 500).Select(_ => ContainerId.Make()), id =>
        {
            Assert.True(ContainerId.IsValid(id));
            Assert.False(long.TryParse(ContainerId.Short(id), out _));
        });
}
