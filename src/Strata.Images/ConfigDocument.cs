using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Blobs;

namespace Strata.Images;

/// <summary>The configuration of an image that is being made: fields that Strata does not know stay as the image below has them.</summary>
internal sealed class ConfigDocument
{
    private readonly JsonObject root;

    private ConfigDocument(JsonObject root)
    {
        this.root = root;
        Container = ObjectAt(root, "config");
    }

    /// <summary>What a container of the image is run with, with Docker's names.</summary>
    public JsonObject Container { get; }

    /// <summary>Begins with a copy of another image's configuration, or anew for this machine.</summary>
    public static ConfigDocument Begin(byte[]? below)
    {
        JsonObject root = below is not null && JsonNode.Parse(below) is JsonObject found
            ? found
            : new JsonObject
            {
                ["architecture"] = PlatformJson.ThisArchitecture,
                ["os"] = "linux",
                ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray() },
            };

        // Docker wrote down which container an image came from: of the new one that would be wrong.
        root.Remove("container");
        root.Remove("container_config");
        root.Remove("id");
        root.Remove("parent");
        return new ConfigDocument(root);
    }

    /// <summary>A list of texts; empty where there is none.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        Container[name] is JsonArray array ? [.. array.Select(item => item is JsonValue value && value.TryGetValue(out string? text) ? text : "")] : [];

    /// <summary>A text; empty where there is none.</summary>
    public string Text(string name) => Container[name] is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    /// <summary>Sets a list of texts, or removes an empty one.</summary>
    public void Set(string name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0)
        {
            Container.Remove(name);
            return;
        }

        Container[name] = new JsonArray([.. texts.Select(text => (JsonNode?)JsonValue.Create(text))]);
    }

    /// <summary>Sets a text, or removes an empty one.</summary>
    public void Set(string name, string text)
    {
        if (text.Length == 0)
        {
            Container.Remove(name);
            return;
        }

        Container[name] = JsonValue.Create(text);
    }

    /// <summary>Adds a member to an object of the container's settings.</summary>
    public void Put(string name, string member, JsonNode value) => ObjectAt(Container, name)[member] = value;

    /// <summary>Takes over what a container was run with.</summary>
    public void Inherit(CommittedSettings? settings)
    {
        if (settings is not null)
        {
            Set("Entrypoint", settings.Entrypoint);
            Set("Cmd", settings.Cmd);
            Set("Env", settings.Env);
            Set("WorkingDir", settings.WorkingDir);
            Set("User", settings.User);
        }
    }

    /// <summary>Adds the new layer, and gives the document's bytes.</summary>
    public byte[] Finish(in Digest diffId, DateTimeOffset now, ImageCommit commit)
    {
        string created = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
        root["created"] = JsonValue.Create(created);
        JsonObject step = new() { ["created"] = JsonValue.Create(created) };
        foreach ((string name, string text) in ((string, string)[])[("created_by", commit.CreatedBy), ("author", commit.Author), ("comment", commit.Message)])
        {
            if (text.Length > 0)
            {
                step[name] = JsonValue.Create(text);
            }
        }

        if (commit.Author.Length > 0)
        {
            root["author"] = JsonValue.Create(commit.Author);
        }

        ArrayAt(ObjectAt(root, "rootfs"), "diff_ids").Add((JsonNode?)JsonValue.Create(diffId.ToString()));
        ArrayAt(root, "history").Add((JsonNode?)step);
        ArrayBufferWriter<byte> bytes = new();
        using (Utf8JsonWriter writer = new(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            root.WriteTo(writer);
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static JsonObject ObjectAt(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject there)
        {
            return there;
        }

        JsonObject made = [];
        parent[name] = made;
        return made;
    }

    private static JsonArray ArrayAt(JsonObject parent, string name)
    {
        if (parent[name] is JsonArray there)
        {
            return there;
        }

        JsonArray made = [];
        parent[name] = made;
        return made;
    }
}
