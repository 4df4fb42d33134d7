using System.Reflection;

namespace Strata.Conformance;

/// <summary>
/// What is played on every mount, cut by topic. Each behaviour starts with a fresh copy of <see cref="StandardLower"/> and
/// an empty upper, and only calls the scene: what the scene writes down is compared.
/// </summary>
internal static partial class Behaviours
{
    private static readonly Dictionary<string, MethodInfo> Methods = typeof(Behaviours)
        .GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
        .Where(m => m.GetCustomAttribute<BehaviourAttribute>() is { } behaviour && (Privilege.IsFull || !behaviour.Redirects))
        .ToDictionary(m => m.Name);

    /// <summary>The names, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Methods.Keys.Order(StringComparer.Ordinal)];

    public static void Play(string name, Scene scene) => Methods[name].CreateDelegate<Action<Scene>>()(scene);
}
