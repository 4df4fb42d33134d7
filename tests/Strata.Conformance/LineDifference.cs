using System.Text;

namespace Strata.Conformance;

/// <summary>Shows where two records of observations part.</summary>
internal static class LineDifference
{
    private const int Most = 30;

    /// <summary>The lines that differ, each after the line before it; empty where there are none.</summary>
    public static string Between(IReadOnlyList<string> expected, IReadOnlyList<string> actual)
    {
        StringBuilder text = new();
        int shown = 0;
        for (int i = 0; i < Math.Max(expected.Count, actual.Count) && shown < Most; i++)
        {
            string want = i < expected.Count ? expected[i] : "(nothing)";
            string got = i < actual.Count ? actual[i] : "(nothing)";
            if (want != got)
            {
                text.AppendLine($"  line {i + 1}, after: {(i > 0 && i <= expected.Count ? expected[i - 1] : "the start")}");
                text.AppendLine($"    expected  {want}");
                text.AppendLine($"    seen      {got}");
                shown++;
            }
        }

        return text.ToString();
    }
}
