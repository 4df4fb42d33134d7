using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Strata.Images.Tests;

[Trait("Kind", "Unit")]
public sealed class ConfigChangesTests
{
    [Theory]
    [InlineData("CMD [\"a\", \"b c\"]", "{\"Cmd\":[\"a\",\"b c\"]}")]
    [InlineData("cmd a b", "{\"Cmd\":[\"/bin/sh\",\"-c\",\"a b\"]}")]
    [InlineData("CMD [ -e /x ]", "{\"Cmd\":[\"/bin/sh\",\"-c\",\"[ -e /x ]\"]}")]
    [InlineData("ENTRYPOINT [\"/init\"]", "{\"Entrypoint\":[\"/init\"]}")]
    [InlineData("ENV A=1 B=\"two words\" C='$X' D=a\\ b", "{\"Env\":[\"A=1\",\"B=two words\",\"C=$X\",\"D=a b\"]}")]
    [InlineData("ENV A  all the rest", "{\"Env\":[\"A=all the rest\"]}")]
    [InlineData("EXPOSE 80 53/UDP 8000-8002/tcp", "{\"ExposedPorts\":{\"80/tcp\":{},\"53/udp\":{},\"8000/tcp\":{},\"8001/tcp\":{},\"8002/tcp\":{}}}")]
    [InlineData("LABEL a.b=\"c d\" e=f", "{\"Labels\":{\"a.b\":\"c d\",\"e\":\"f\"}}")]
    [InlineData("USER app:extra", "{\"User\":\"app:extra\"}")]
    [InlineData("VOLUME /a /b", "{\"Volumes\":{\"/a\":{},\"/b\":{}}}")]
    [InlineData("VOLUME [\"/a b\"]", "{\"Volumes\":{\"/a b\":{}}}")]
    [InlineData("WORKDIR /srv/x/..", "{\"WorkingDir\":\"/srv\"}")]
    [InlineData("STOPSIGNAL SIGINT", "{\"StopSignal\":\"SIGINT\"}")]
    [InlineData("ONBUILD RUN x", "{\"OnBuild\":[\"RUN x\"]}")]
    public void Instruction_SetsWhatDockerSets(string change, string expected) =>
        Assert.Equal(expected, Apply("{}", change));

    [Fact]
    public void Instructions_BuildOnWhatIsThere() =>
        Assert.Equal(
            "{\"Env\":[\"PATH=/bin:/opt\",\"A=/bin:/opt!\"],\"WorkingDir\":\"/a/b\"}",
            Apply("{\"Env\":[\"PATH=/bin\"],\"WorkingDir\":\"/a\"}", "ENV PATH=$PATH:/opt", "ENV A=${PATH}!", "WORKDIR b"));

    [Fact]
    public void Entrypoint_TakesTheCommandOfAnotherAway()
    {
        const string Before = "{\"Entrypoint\":[\"old\"],\"Cmd\":[\"argument\"]}";
        Assert.Equal("{\"Entrypoint\":[\"new\"]}", Apply(Before, "ENTRYPOINT [\"new\"]"));
        Assert.Equal("{\"Entrypoint\":[\"new\"],\"Cmd\":[\"x\"]}", Apply(Before, "CMD [\"x\"]", "ENTRYPOINT [\"new\"]"));
    }

    [Theory]
    [InlineData("RUN make", "RUN is not among")]
    [InlineData("CMD", "is expected")]
    [InlineData("ENV A=\"x", "is not closed")]
    [InlineData("ENV A=${B:-x}", "$NAME and ${NAME} are understood")]
    [InlineData("EXPOSE 70000", "is not a port")]
    [InlineData("EXPOSE 9-8", "is not a port")]
    [InlineData("EXPOSE 80/icmp", "is not a port")]
    [InlineData("LABEL a=b c", "is not NAME=VALUE")]
    public void WhatIsNotUnderstood_IsRefusedByName(string change, string message)
    {
        ImageException e = Assert.Throws<ImageException>(() => Apply("{}", change));
        Assert.Contains(change, e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FieldsThatAreNotKnown_Stay()
    {
        ConfigDocument document = ConfigDocument.Begin("""{"future":[1],"config":{"Later":{"a":1}},"rootfs":{"type":"layers","diff_ids":["x"]},"history":[{"created_by":"y"}]}"""u8.ToArray());

        JsonNode made = JsonNode.Parse(document.Finish(Blobs.Digest.Of("z"u8), DateTimeOffset.UnixEpoch, new ImageCommit { Author = "me", Message = "note", CreatedBy = "sh" }))!;

        Assert.Equal(1, (int)made["future"]![0]!);
        Assert.Equal(1, (int)made["config"]!["Later"]!["a"]!);
        Assert.Equal(2, made["rootfs"]!["diff_ids"]!.AsArray().Count);
        Assert.Equal("""{"created":"1970-01-01T00:00:00.0000000Z","created_by":"sh","author":"me","comment":"note"}""", made["history"]![1]!.ToJsonString());
        Assert.Equal("me", (string)made["author"]!);
    }

    private static string Apply(string config, params string[] changes)
    {
        ConfigDocument document = ConfigDocument.Begin(Encoding.UTF8.GetBytes($"{{\"config\":{config}}}"));
        ConfigChanges.Apply(document, changes);
        return document.Container.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
