using System.Globalization;
using System.Net;
using System.Text;

namespace Strata.Bench.Peers.Driver;

/// <summary>
/// The driver's results as one picture: for each work that has a limit the ratios to the kernel's overlayfs on a logarithmic
/// scale, ours and fuse-overlayfs's. Colours follow the reader's light or dark scheme.
/// </summary>
internal static class DriverPlot
{
    private const double Left = 330;
    private const double Width = 430;
    private const double Top = 58;
    private const double RowHeight = 19;
    private const double Lowest = 1.0 / 32;
    private const double Highest = 32;

    private const string Style = """
        text { font: 12px system-ui, sans-serif; fill: #24292f }
        .axis, .tick { stroke: #d0d7de } .one { stroke: #57606a } .scale { fill: #57606a; font-size: 11px }
        .fuse { fill: #9a6700 } .folders { fill: #0969da } .chain { fill: #1a7f37 } .kernel { fill: none; stroke: #8250df; stroke-width: 1.6 }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3 } .axis, .tick { stroke: #30363d } .one { stroke: #8b949e } .scale { fill: #8b949e }
          .fuse { fill: #d29922 } .folders { fill: #58a6ff } .chain { fill: #3fb950 } .kernel { stroke: #bc8cff }
        }
        """;

    private static readonly (string Lane, string Class)[] Marks =
    [
        (Lanes.FuseOverlay, "fuse"), (Lanes.Folders, "folders"), (Lanes.Chain, "chain"), (Lanes.KernelDriver, "kernel"),
    ];

    public static string Of(IReadOnlyList<SectionResult> sections)
    {
        RowResult[] rows = [.. sections.SelectMany(section => section.Rows).Where(row => row.Limits.Any(limit => limit.Against == Lanes.Kernel))];
        double bottom = Top + (rows.Length * RowHeight);
        StringBuilder svg = new();
        void Line(FormattableString text) => svg.AppendLine(FormattableString.Invariant(text));
        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Left + Width + 20} {bottom + 14}\" role=\"img\" aria-label=\"Time by time of the kernel's overlayfs\">");
        svg.AppendLine(CultureInfo.InvariantCulture, $"<style>\n{Style}\n</style>");
        Line($"<text x=\"8\" y=\"18\">Time / time of the kernel's overlayfs, less is better</text>");
        double legend = Left;
        foreach ((string lane, string mark) in Marks)
        {
            Mark(svg, mark, legend, 14, lane);
            Line($"<text x=\"{legend + 9}\" y=\"18\">{lane.Replace("strata, ", "", StringComparison.Ordinal)}</text>");
            legend += 112;
        }

        for (double tick = Lowest; tick <= Highest; tick *= 2)
        {
            string name = tick < 1 ? $"1/{(int)(1 / tick)}" : $"{(int)tick}";
            Line($"<line class=\"{(tick == 1 ? "one" : "tick")}\" x1=\"{X(tick):0.0}\" x2=\"{X(tick):0.0}\" y1=\"{Top - 12}\" y2=\"{bottom}\"/>");
            Line($"<text class=\"scale\" x=\"{X(tick):0.0}\" y=\"{Top - 17}\" text-anchor=\"middle\">{name}</text>");
        }

        for (int i = 0; i < rows.Length; i++)
        {
            Row(svg, rows[i], Top + ((i + 0.5) * RowHeight));
        }

        return svg.AppendLine("</svg>").ToString();
    }

    private static void Row(StringBuilder svg, RowResult row, double y)
    {
        svg.AppendLine(FormattableString.Invariant($"<text x=\"{Left - 12}\" y=\"{y + 4}\" text-anchor=\"end\">{WebUtility.HtmlEncode(row.Work)}</text>"));
        foreach ((string lane, string mark) in Marks)
        {
            double ratio = row.Ratio(lane, Lanes.Kernel);
            if (!double.IsNaN(ratio))
            {
                Mark(svg, mark, X(ratio), y, FormattableString.Invariant($"{lane}: {ratio:0.00}"));
            }
        }
    }

    private static void Mark(StringBuilder svg, string mark, double x, double y, string title)
    {
        string shape = mark == "kernel"
            ? FormattableString.Invariant($"<path class=\"{mark}\" d=\"M{x:0.0} {y - 5:0.0}l5 5l-5 5l-5 -5z\">")
            : FormattableString.Invariant($"<circle class=\"{mark}\" cx=\"{x:0.0}\" cy=\"{y:0.0}\" r=\"4.5\">");
        string end = mark == "kernel" ? "</path>" : "</circle>";
        svg.AppendLine(CultureInfo.InvariantCulture, $"{shape}<title>{WebUtility.HtmlEncode(title)}</title>{end}");
    }

    private static double X(double ratio) =>
        Left + (Width * Math.Log(Math.Clamp(ratio, Lowest, Highest) / Lowest) / Math.Log(Highest / Lowest));
}
