using System.Diagnostics.CodeAnalysis;
using Strata.Blobs;

namespace Strata.Images;

public sealed partial record ImageReference
{
    private const string DefaultRegistry = "docker.io/";
    private const string DefaultRegistryOld = "index.docker.io/";
    private const string DefaultNamespace = "library/";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const string Word = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

    /// <summary>Reads a name. A name with neither tag nor digest gets the tag <see cref="DefaultTag"/>.</summary>
    /// <exception cref="ImageException">It is not a name; the message says which part is wrong.</exception>
    public static ImageReference Parse(string text) =>
        TryParse(text, out ImageReference? reference, out string? problem)
            ? reference
            : throw new ImageException($"\"{text}\" is not the name of an image: {problem}");

    /// <summary>Reads a name; <paramref name="problem"/> says what is wrong with it.</summary>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out ImageReference? reference, [NotNullWhen(false)] out string? problem)
    {
        reference = null;
        Digest? digest = null;
        string rest = text;
        int at = text.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0)
        {
            if (!Blobs.Digest.TryParse(text[(at + 1)..], out Digest parsed))
            {
                problem = "after the @ comes a digest, sha256: and 64 lower-case hexadecimal digits";
                return false;
            }

            digest = parsed;
            rest = text[..at];
        }

        // A colon before the last slash belongs to a registry's port.
        int colon = rest.LastIndexOf(':');
        string? tag = colon > rest.LastIndexOf('/') ? rest[(colon + 1)..] : null;
        string repository = tag is null ? rest : rest[..colon];
        problem = ProblemOf(repository) ?? (tag is null ? null : ProblemOfTag(tag));
        if (problem is not null)
        {
            return false;
        }

        repository = Familiar(repository);
        reference = new ImageReference(repository, tag ?? (digest is null ? DefaultTag : null), digest);
        return true;
    }

    private static string Familiar(string repository)
    {
        foreach (string registry in (ReadOnlySpan<string>)[DefaultRegistry, DefaultRegistryOld])
        {
            if (repository.StartsWith(registry, StringComparison.Ordinal))
            {
                string rest = repository[registry.Length..];
                bool official = rest.StartsWith(DefaultNamespace, StringComparison.Ordinal)
                    && !rest.AsSpan(DefaultNamespace.Length).Contains('/');
                return official ? rest[DefaultNamespace.Length..] : rest;
            }
        }

        return repository;
    }

    private static string? ProblemOf(string repository)
    {
        if (repository.Length == 0)
        {
            return "it is empty";
        }

        if (repository.Length > MaxRepositoryLength)
        {
            return $"it has more than {MaxRepositoryLength} characters";
        }

        string[] parts = repository.Split('/');
        bool hasRegistry = parts.Length > 1 && IsRegistry(parts[0]);
        for (int i = hasRegistry ? 1 : 0; i < parts.Length; i++)
        {
            if (!IsComponent(parts[i]))
            {
                return parts[i].Any(char.IsAsciiLetterUpper)
                    ? $"\"{parts[i]}\" has upper-case letters, names are in lower case"
                    : $"\"{parts[i]}\" may only have lower-case letters, digits, and between them one of . _ __ or dashes";
            }
        }

        return null;
    }

    private static string? ProblemOfTag(string tag) => tag switch
    {
        "" => "the tag after the colon is empty",
        { Length: > MaxTagLength } => $"the tag has more than {MaxTagLength} characters",
        _ when !Word.Contains(tag[0], StringComparison.Ordinal) => "a tag begins with a letter, a digit or _",
        _ when tag.AsSpan().ContainsAnyExcept(Word + ".-") => "a tag may only have letters, digits, and _ . -",
        _ => null,
    };

    /// <summary>The first part is a registry where it has a dot or a port or is <c>localhost</c>.</summary>
    internal static bool IsRegistry(string part)
    {
        int colon = part.IndexOf(':', StringComparison.Ordinal);
        string host = colon < 0 ? part : part[..colon];
        bool looksLikeOne = colon >= 0 || host.Contains('.', StringComparison.Ordinal) || host == "localhost";
        return looksLikeOne
            && (colon < 0 || (colon + 1 < part.Length && !part.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9')))
            && host.Split('.').All(IsHostLabel);
    }

    private static bool IsHostLabel(string label) =>
        label.Length > 0 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    /// <summary>[a-z0-9]+ and again after separators: one of "." "_" "__" or any number of "-".</summary>
    private static bool IsComponent(string part)
    {
        ReadOnlySpan<char> rest = part;
        while (true)
        {
            int word = LengthOf(rest, Lower);
            if (word == 0)
            {
                return false;
            }

            rest = rest[word..];
            if (rest.IsEmpty)
            {
                return true;
            }

            int separator = rest switch
            {
                ['.', ..] => 1,
                ['_', '_', ..] => 2,
                ['_', ..] => 1,
                _ => LengthOf(rest, "-"),
            };
            if (separator == 0)
            {
                return false;
            }

            rest = rest[separator..];
        }
    }

    private static int LengthOf(ReadOnlySpan<char> text, string of)
    {
        int end = text.IndexOfAnyExcept(of);
        return end < 0 ? text.Length : end;
    }
}
