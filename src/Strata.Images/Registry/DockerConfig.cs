using System.Text;

namespace Strata.Images.Registry;

/// <summary>
/// Docker's settings of a user, as far as they concern registries: <c>config.json</c> in <c>~/.docker</c> or where
/// DOCKER_CONFIG says, with credentials in it or in the helper programs that it names.
/// </summary>
public sealed partial class DockerConfig
{
    private const string TokenUser = "<token>";
    private const int MaxSize = 16 << 20;
    private readonly DockerConfigJson json;

    private DockerConfig(string path, DockerConfigJson json)
    {
        Path = path;
        this.json = json;
    }

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>Reads it; where there is none it is empty.</summary>
    /// <param name="folder">The folder; null for the user's own.</param>
    /// <exception cref="ImageException">It is not as it should be.</exception>
    public static DockerConfig Open(string? folder = null)
    {
        string path = $"{folder ?? DefaultFolder(Environment.GetEnvironmentVariable)}/config.json";
        byte[]? bytes = SmallFile.Read(path, MaxSize);
        return new DockerConfig(path, bytes is null or [] ? new DockerConfigJson() : Documents.Read(bytes, RegistryJson.Default.DockerConfigJson, path));
    }

    /// <summary>Where a user's settings lie.</summary>
    internal static string DefaultFolder(Func<string, string?> variable) =>
        variable("DOCKER_CONFIG") is { Length: > 0 } named ? named
        : $"{(variable("HOME") is { Length: > 0 } home ? home : "/root")}/.docker";

    /// <summary>Who asks at a registry; null where nothing is known of it.</summary>
    internal Credentials? Find(RegistryHost host)
    {
        if (HelperOf(host) is { } helper)
        {
            return helper.Get(host.ConfigurationKey) is { } found ? Of(found) : null;
        }

        foreach ((string key, DockerAuthJson? auth) in json.Auths ?? [])
        {
            if (auth is not null && host.IsMeantBy(key) && Of(auth) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private CredentialHelper? HelperOf(RegistryHost host)
    {
        string? name = null;
        foreach ((string key, string value) in json.CredHelpers ?? [])
        {
            name = host.IsMeantBy(key) ? value : name;
        }

        name ??= json.CredsStore;
        return string.IsNullOrEmpty(name) ? null : new CredentialHelper(name);
    }

    private static Credentials Of(HelperAnswerJson answer) =>
        answer.Username == TokenUser
            ? new Credentials("", "", answer.Secret)
            : new Credentials(answer.Username ?? "", answer.Secret ?? "");

    private Credentials? Of(DockerAuthJson auth)
    {
        string user = auth.Username ?? "";
        string password = auth.Password ?? "";
        if (!string.IsNullOrEmpty(auth.Auth))
        {
            byte[] bytes = new byte[auth.Auth.Length];
            string pair = Convert.TryFromBase64String(auth.Auth, bytes, out int count) ? Encoding.UTF8.GetString(bytes, 0, count).TrimEnd('\0') : "";
            int colon = pair.IndexOf(':', StringComparison.Ordinal);
            (user, password) = colon > 0
                ? (pair[..colon], pair[(colon + 1)..])
                : throw new ImageException($"{Path} has credentials that are not user:password in base64: \"strata login\" anew");
        }

        return !string.IsNullOrEmpty(auth.IdentityToken) ? new Credentials(user, "", auth.IdentityToken)
            : user.Length > 0 ? new Credentials(user, password)
            : null;
    }
}
