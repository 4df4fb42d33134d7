namespace Strata.Launch;

/// <summary>A mode as the manual writes it: 0755.</summary>
internal sealed record OctalText(uint Mode)
{
    public override string ToString() => "0" + Convert.ToString(Mode, 8);
}
