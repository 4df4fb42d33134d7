using System.Text;

namespace Strata.Cli;

/// <summary>A table for people: columns as wide as their widest cell, three spaces between, as Docker prints them.</summary>
/// <param name="titles">The titles of the columns.</param>
internal sealed class TextTable(params string[] titles)
{
    private readonly List<string[]> rows = [titles];

    /// <summary>Adds a row of as many cells as there are titles.</summary>
    public void Add(params string[] cells) => rows.Add(cells);

    /// <summary>The table with line ends.</summary>
    public override string ToString()
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        StringBuilder text = new();
        foreach (string[] row in rows)
        {
            for (int column = 0; column < row.Length; column++)
            {
                // Nothing trails after the last cell.
                text.Append(column == row.Length - 1 ? row[column] : row[column].PadRight(widths[column] + 3));
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}
