using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Strata.Linux;

namespace Strata.Images.Registry;

public sealed partial class DockerConfig
{
    private const uint FileMode = 0x180; // 0600
    private const uint FolderMode = 0x1c0; // 0700
    private const int MaxLinks = 40; // as path_resolution(7) has it

    /// <summary>Keeps credentials: in the helper that is set for the registry, otherwise in the file itself.</summary>
    /// <returns>The file, if they lie in it unencrypted; null where a helper keeps them.</returns>
    internal string? Keep(RegistryHost host, Credentials credentials)
    {
        CredentialHelper? helper = HelperOf(host);
        helper?.Store(host.ConfigurationKey, credentials);
        Change(auths =>
        {
            foreach (string key in KeysOf(auths, host))
            {
                auths.Remove(key);
            }

            // With a helper the entry is empty, as Docker leaves it: it says where one is logged in.
            auths[host.ConfigurationKey] = helper is not null
                ? new JsonObject()
                : new JsonObject { ["auth"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.User}:{credentials.Password}")) };
            return true;
        });
        return helper is null ? Path : null;
    }

    /// <summary>Forgets credentials; false where there were none.</summary>
    internal bool Forget(RegistryHost host)
    {
        bool wasThere = false;
        if (HelperOf(host) is { } helper && helper.Get(host.ConfigurationKey) is not null)
        {
            helper.Erase(host.ConfigurationKey);
            wasThere = true;
        }

        Change(auths =>
        {
            List<string> keys = KeysOf(auths, host);
            keys.ForEach(key => auths.Remove(key));
            wasThere |= keys.Count > 0;
            return keys.Count > 0;
        });
        return wasThere;
    }

    private static List<string> KeysOf(JsonObject auths, RegistryHost host) =>
        [.. auths.Select(pair => pair.Key).Where(host.IsMeantBy)];

    /// <summary>Changes the credentials in the file, and nothing else in it.</summary>
    private void Change(Func<JsonObject, bool> change)
    {
        byte[]? bytes = SmallFile.Read(Path, MaxSize);
        try
        {
            JsonObject root = bytes is null or [] ? [] : JsonNode.Parse(bytes)!.AsObject();
            if (root["auths"] is not JsonObject auths)
            {
                root["auths"] = auths = [];
            }

            if (change(auths))
            {
                Write(root);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ImageException($"{Path} is not Docker's configuration", e);
        }
    }

    private void Write(JsonObject root)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text, new JsonWriterOptions { Indented = true, IndentCharacter = '\t', IndentSize = 1 }))
        {
            root.WriteTo(writer);
        }

        byte[] folder = PathText.Bytes(Path[..Path.LastIndexOf('/')]);
        Errno error = Sys.MkdirAt(FileFd.WorkingDirectory, folder, FolderMode);
        if (error is not (Errno.Ok or Errno.EEXIST))
        {
            throw new LinuxException(error, $"make {PathText.Show(folder)}");
        }

        byte[] path = TargetOf(PathText.Bytes(Path));
        byte[] staged = [.. path, .. PathText.Bytes($".{RandomNumberGenerator.GetHexString(8, lowercase: true)}.new")];
        Sys.OpenAt(FileFd.WorkingDirectory, staged, OpenFlags.WriteOnly | OpenFlags.Create | OpenFlags.Exclusive | OpenFlags.NoFollow, out FileFd file, FileMode)
            .OrThrow($"make {PathText.Show(staged)}");
        try
        {
            using (file)
            {
                Sys.WriteAll(file, text.ToArray()).OrThrow($"write {PathText.Show(staged)}");
                Sys.FSync(file).OrThrow($"fsync of {PathText.Show(staged)}");
            }

            Sys.RenameAt(FileFd.WorkingDirectory, staged, FileFd.WorkingDirectory, path).OrThrow($"replace {PathText.Show(path)}");
        }
        catch
        {
            // There are credentials in it. Failing here must not hide why it is not the file.
            _ = Sys.UnlinkAt(FileFd.WorkingDirectory, staged);
            throw;
        }
    }

    /// <summary>The file itself: people keep their settings elsewhere, and a symlink to them here.</summary>
    private static byte[] TargetOf(byte[] path)
    {
        byte[] target = new byte[PathText.MaxLength];
        for (int i = 0; i < MaxLinks; i++)
        {
            if (Sys.ReadLinkAt(FileFd.WorkingDirectory, path, target, out int length) != Errno.Ok)
            {
                return path;
            }

            // Relative to the folder of the link.
            path = target[0] == (byte)'/' ? target[..length] : [.. path.AsSpan(0, path.LastIndexOf((byte)'/') + 1), .. target.AsSpan(0, length)];
        }

        throw new LinuxException(Errno.ELOOP, $"find the target of {PathText.Show(path)}");
    }
}
