namespace Strata.Images.Checking;

/// <summary>What lies in a store and no image needs: left by what was killed or cut off, or brought in by a load that runs at this moment.</summary>
/// <param name="Recipes">Layers.</param>
/// <param name="Chains">Chain images.</param>
/// <param name="Documents">Manifests and configurations.</param>
/// <param name="Contents">Objects.</param>
/// <param name="Bytes">Bytes of all of them.</param>
public sealed record Unused(int Recipes, int Chains, int Documents, int Contents, long Bytes);
