using FsCheck;
using FsCheck.Fluent;
using Strata.Blobs;
using Xunit;

namespace Strata.Images.Tests;

[Trait("Kind", "Unit")]
public sealed class ImageReferenceTests
{
    private const string Hex = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("one", "one", "latest")]
    [InlineData("one:2", "one", "2")]
    [InlineData("team/one", "team/one", "latest")]
    [InlineData("registry.example:5000/team/one", "registry.example:5000/team/one", "latest")]
    [InlineData("registry.example:5000/team/one:V1.0_x-y", "registry.example:5000/team/one", "V1.0_x-y")]
    [InlineData("localhost/one:a", "localhost/one", "a")]
    [InlineData("Registry.Example/one", "Registry.Example/one", "latest")]
    [InlineData("a.b_c__d---e/f", "a.b_c__d---e/f", "latest")]
    [InlineData("docker.io/library/one:2", "one", "2")]
    [InlineData("index.docker.io/library/one", "one", "latest")]
    [InlineData("docker.io/team/one", "team/one", "latest")]
    public void Name_IsRepositoryAndTag(string text, string repository, string tag)
    {
        ImageReference reference = ImageReference.Parse(text);

        Assert.Equal(repository, reference.Repository);
        Assert.Equal(tag, reference.Tag);
        Assert.Null(reference.Digest);
        Assert.Equal($"{repository}:{tag}", reference.Name);
    }

    [Fact]
    public void NameWithDigest_HasNoDefaultTag()
    {
        ImageReference reference = ImageReference.Parse($"team/one@sha256:{Hex}");

        Assert.Equal("team/one", reference.Repository);
        Assert.Null(reference.Tag);
        Assert.True(Digest.TryParseHex(Hex, out Digest digest));
        Assert.Equal(digest, reference.Digest);
        Assert.Equal($"team/one@sha256:{Hex}", reference.ToString());
        Assert.Equal("2", ImageReference.Parse($"one:2@sha256:{Hex}").Tag);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(":tag", "empty")]
    [InlineData("one:", "tag after the colon is empty")]
    [InlineData("one:.x", "begins with")]
    [InlineData("one:a b", "may only have")]
    [InlineData("One", "upper-case")]
    [InlineData("team/One", "upper-case")]
    [InlineData("/one", "may only have")]
    [InlineData("one/", "may only have")]
    [InlineData("a//b", "may only have")]
    [InlineData("-one", "may only have")]
    [InlineData("one-", "may only have")]
    [InlineData("a..b", "may only have")]
    [InlineData("a___b", "may only have")]
    [InlineData("../etc", "may only have")]
    [InlineData("one@sha256:12", "digest")]
    [InlineData("one@md5:0123", "digest")]
    [InlineData("ünne", "may only have")]
    [InlineData("registry.example:port/one", "may only have")]
    public void WrongName_IsRefusedWithItsReason(string text, string reason)
    {
        ImageException e = Assert.Throws<ImageException>(() => ImageReference.Parse(text));

        Assert.Contains($"\"{text}\"", e.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TooLongNames_AreRefused()
    {
        Assert.NotNull(ImageReference.Parse(new string('a', 255)));
        Assert.Throws<ImageException>(() => ImageReference.Parse(new string('a', 256)));
        Assert.NotNull(ImageReference.Parse("a:" + new string('t', 128)));
        Assert.Throws<ImageException>(() => ImageReference.Parse("a:" + new string('t', 129)));
    }

    [Fact]
    public void WhateverIsAccepted_ReadsBackAsItself()
    {
        Gen<string> text = Gen.ArrayOf(Gen.Elements("abcAZ09._-/:@ \0é".ToCharArray())).Select(chars => new string(chars));
        Prop.ForAll(text.ToArbitrary(), candidate =>
            !ImageReference.TryParse(candidate, out ImageReference? reference, out string? problem)
                ? problem is { Length: > 0 }
                : ImageReference.Parse(reference.ToString()) == reference
                    && !reference.Repository.Contains("..", StringComparison.Ordinal)
                    && !reference.Repository.StartsWith('/'))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }
}
