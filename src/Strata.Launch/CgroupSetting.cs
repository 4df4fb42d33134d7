namespace Strata.Launch;

/// <summary>One write into a new control group.</summary>
/// <param name="Controller">The controller that it belongs to.</param>
/// <param name="File">Name of the file in the group.</param>
/// <param name="Value">What is written.</param>
/// <param name="IfAccounted">
/// Null, or what the limit is called where the kernel may lack the file (swap is not accounted everywhere).
/// </param>
public sealed record CgroupSetting(string Controller, string File, string Value, string? IfAccounted = null);
