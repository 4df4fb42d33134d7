using System.Diagnostics;
using System.Text.Json.Nodes;
using Strata.Testing;
using Xunit;

namespace Strata.Cli.Tests;

[Trait("Kind", "Unit")]
public sealed class ImageCommandsTests : CommandTest
{
    public ImageCommandsTests()
    {
        AddLayer("a", 5_000);
        AddLayer("b", 6_000);
    }

    [Theory]
    [InlineData("oci-archive", null)]
    [InlineData("docker-archive", null)]
    [InlineData("oci-archive", "gzip")]
    public void ArchiveThroughAPipe_IsLoaded(string form, string? compressor)
    {
        string archive = At("archive");
        Tool.Of("skopeo", "copy", "-q", $"oci:{Layout}:one", $"{form}:{archive}:team/one:1");
        if (compressor is not null)
        {
            Tool.Of(compressor, archive);
            archive += ".gz";
        }

        (int code, string output, string errors) = StrataProcess.Run(archive, "load", "--root", Store);

        Assert.Equal((0, ""), (code, errors));
        Assert.EndsWith("Loaded image: team/one:1\n", output, StringComparison.Ordinal);
        Assert.Equal(2, output.Split('\n').Count(line => line.EndsWith(": Loaded", StringComparison.Ordinal)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Store, "staging")));
    }

    [Fact]
    public void WholeLife_FromLoadToRemoval()
    {
        Assert.Contains("Loaded image: one:latest\n", Ok("load", "-i", Layout), StringComparison.Ordinal);
        string again = Ok("load", "-i", Layout);
        Assert.Equal(2, again.Split('\n').Count(line => line.EndsWith(": Already exists", StringComparison.Ordinal)));
        Ok("tag", "one", "team/two:2");

        string[] lines = Ok("images").Split('\n');
        Assert.Equal(["REPOSITORY", "TAG", "IMAGE", "ID", "CREATED", "SIZE"], lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("one ", lines[1], StringComparison.Ordinal);
        string id = Ok("images", "-q").TrimEnd();
        Assert.Matches("^[0-9a-f]{12}$", id);
        JsonArray rows = Json("images", "--format", "json").AsArray();
        Assert.Equal(["one", "team/two"], rows.Select(row => (string)row!["Repository"]!).Order());

        JsonNode image = Json("inspect", id).AsArray().Single()!;
        Assert.Equal(["one:latest", "team/two:2"], image["RepoTags"]!.AsArray().Select(name => (string)name!));
        Assert.Equal(2, image["RootFS"]!["Layers"]!.AsArray().Count);
        Assert.Equal((long)image["Size"]!, image["Layers"]!.AsArray().Sum(layer => (long)layer!["TarSize"]!));

        Assert.Contains(" own", Ok("history", "one"), StringComparison.Ordinal);
        Assert.Equal(2, Json("history", "--format", "json", "one").AsArray().Count(row => row!["DiffID"] is not null));
        JsonNode usage = Json("system", "df", "--format", "json");
        Assert.Equal(11_000, (long)usage["Unique"]!["Bytes"]!);
        Assert.True((long)usage["Disk"]!["Inodes"]! > 256);
        Assert.Contains("On disk, everything", Ok("system", "df"), StringComparison.Ordinal);

        Assert.Equal("Untagged: one:latest\n", Ok("rmi", "one"));
        Assert.Contains("Deleted: sha256:" + id, Ok("rmi", "team/two:2"), StringComparison.Ordinal);
        Assert.Equal("[]", Ok("images", "--format", "json").TrimEnd());
    }

    [Theory]
    [InlineData("there is no image \"nope\"", "inspect", "nope")]
    [InlineData("there is no image \"nope\"", "rmi", "nope")]
    [InlineData("\"UPPER\" is not the name of an image", "history", "UPPER")]
    [InlineData("there is no file or folder /nowhere", "load", "-i", "/nowhere")]
    [InlineData("is a terminal or a device", "load", "-i", "/dev/null")]
    [InlineData("standard input is empty", "load")]
    public void WhatCannotBe_IsSaidWithExitCode125(string message, params string[] arguments)
    {
        (int code, string output, string errors) = Run(null, arguments);

        Assert.Equal((125, ""), (code, output));
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.StartsWith("strata: ", errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    [Fact]
    public void KilledLoad_LeavesNothingAfterTheNextCommand()
    {
        // Mostly zeros: small as a blob, long in the reading.
        AddLayer("large", 192 << 20);
        using Process load = StrataProcess.Start("load", "-i", Layout, "--root", Store);
        Assert.EndsWith(": Loaded", load.StandardOutput.ReadLine(), StringComparison.Ordinal);
        load.Kill();
        load.WaitForExit();
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(Store, "recipes")));
        Assert.NotEmpty(Directory.EnumerateFileSystemEntries(Path.Combine(Store, "staging")));

        Assert.Equal("[]", Ok("images", "--format", "json").TrimEnd());

        string[] left = [.. Directory.EnumerateFiles(Store, "*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)!).Order()];
        Assert.Equal(["lock", "version"], left);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Store, "staging")));
    }

    private string Ok(params string[] arguments)
    {
        (int code, string output, string errors) = Run(null, arguments);
        Assert.True(code == 0, errors);
        return output;
    }

    private JsonNode Json(params string[] arguments) => JsonNode.Parse(Ok(arguments))!;
}
