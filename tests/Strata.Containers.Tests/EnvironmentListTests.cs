using Xunit;

namespace Strata.Containers.Tests;

[Trait("Kind", "Unit")]
public sealed class EnvironmentListTests
{
    [Fact]
    public void Override_TakesTheOldPlace() =>
        Assert.Equal(["A=9", "B=2", "C=3"], EnvironmentList.Merge(["A=1", "B=2"], ["A=9", "C=3"]));

    [Fact]
    public void NameAlone_TakesTheVariableAway() => Assert.Equal(["B=2"], EnvironmentList.Merge(["A=1", "B=2"], ["A", "Z"]));

    [Fact]
    public void ValueWithEqualsSigns_StaysWhole() => Assert.Equal(["A=x=y=z"], EnvironmentList.Merge(["A=1"], ["A=x=y=z"]));

    [Fact]
    public void NameThatBeginsAnother_IsAnotherName() => Assert.Equal(["AB=1", "A=2"], EnvironmentList.Merge(["AB=1"], ["A=2"]));

    [Fact]
    public void Without_LeavesOutWhatTheOtherNames() =>
        Assert.Equal(["AB=1", "C=3"], EnvironmentList.Without(["A=1", "AB=1", "B=2", "C=3"], ["A=9", "B"]));

    [Theory]
    [InlineData("K=V", "K=V")]
    [InlineData("K=", "K=")]
    [InlineData("HOSTS", "HOSTS=here")]
    [InlineData("MISSING", "MISSING")]
    public void Argument_TakesTheHostsValueWhereItHasNone(string argument, string expected) =>
        Assert.Equal(expected, EnvironmentList.Resolve(argument, name => name == "HOSTS" ? "here" : null));

    [Theory]
    [InlineData("")]
    [InlineData("=x")]
    public void ArgumentWithoutName_IsRefused(string argument) =>
        Assert.Throws<ContainerException>(() => EnvironmentList.Resolve(argument, _ => null));

    [Fact]
    public void Has_ComparesWholeNames()
    {
        Assert.True(EnvironmentList.Has(["HOME=/"], "HOME"));
        Assert.False(EnvironmentList.Has(["HOMER=/"], "HOME"));
    }
}
