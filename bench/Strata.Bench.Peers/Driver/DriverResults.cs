using System.Text.Json;

namespace Strata.Bench.Peers.Driver;

/// <summary>
/// All sections that were measured, kept as JSON beside the table: a run replaces those that it measured. A section is always of
/// one run, and its lanes alternated.
/// </summary>
/// <param name="folder">Where the files lie.</param>
internal sealed class DriverResults(string folder)
{
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly List<SectionResult> sections = Read(folder);

    /// <summary>Begins a section anew.</summary>
    public SectionResult Begin(string name, string title, int rounds)
    {
        SectionResult section = new(
            name,
            title,
            FormattableString.Invariant($"{DateTime.UtcNow:yyyy-MM-dd}, Linux {Environment.OSVersion.Version.ToString(2)}, {Environment.ProcessorCount} cores, {rounds} rounds"),
            [],
            []);
        sections.RemoveAll(other => other.Name == name);
        sections.Add(section);
        return section;
    }

    /// <summary>Writes the raw rounds, the table and the picture.</summary>
    public void Save()
    {
        sections.Sort((a, b) => Sections.IndexOf(a.Name).CompareTo(Sections.IndexOf(b.Name)));
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "driver.json"), JsonSerializer.Serialize(sections, Form) + "\n");
        File.WriteAllText(Path.Combine(folder, "driver.md"), DriverMarkdown.Of(sections));
        File.WriteAllText(Path.Combine(folder, "driver.svg"), DriverPlot.Of(sections));
    }

    private static List<SectionResult> Read(string folder)
    {
        string file = Path.Combine(folder, "driver.json");
        return File.Exists(file) ? JsonSerializer.Deserialize<List<SectionResult>>(File.ReadAllText(file), Form)! : [];
    }
}
