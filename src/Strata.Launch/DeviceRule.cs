namespace Strata.Launch;

/// <summary>A rule of the devices controller: whether a device may be read, written or made.</summary>
/// <param name="Allow">Allow or deny.</param>
/// <param name="Type">'a' all, 'c' character, 'b' block.</param>
/// <param name="Major">Major number, null is all.</param>
/// <param name="Minor">Minor number, null is all.</param>
/// <param name="Access">Some of "rwm".</param>
public sealed record DeviceRule(bool Allow, char Type, uint? Major, uint? Minor, string Access)
{
    /// <summary>The rule as devices.allow and devices.deny take it.</summary>
    public override string ToString() => Type == 'a' ? "a" : $"{Type} {Number(Major)}:{Number(Minor)} {Access}";

    private static string Number(uint? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "*";
}
