using System.CommandLine;
using Strata.Images;

namespace Strata.Cli.Commands;

/// <summary><c>strata images</c>.</summary>
internal static class ImagesCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(StoreOption store)
    {
        FormatOption format = new();
        Option<bool> quiet = new("--quiet", "-q") { Description = "Show only IDs, each once" };
        Option<bool> noTrunc = new("--no-trunc") { Description = "Show IDs whole" };
        DocumentedCommand command = new(
            "images",
            "List the images of the store",
            "strata images",
            "strata images -q",
            "strata images --format json")
        {
            quiet,
            noTrunc,
            format,
        };
        command.SetAction(parse =>
        {
            using OpenedStore opened = OpenedStore.Open(store, parse);
            IReadOnlyList<ImageListRow> rows;

            // Held so that nothing is removed between the list and what it leads to.
            using (opened.Blobs.Hold())
            {
                rows = Rows(opened);
            }

            bool whole = parse.GetValue(noTrunc);
            return Output.Write(
                parse, rows, format.IsJson(parse), ImageJson.Readable.IReadOnlyListImageListRow, parse.GetValue(quiet) ? Ids : Table);

            string Ids(IReadOnlyList<ImageListRow> all) => string.Concat(all.Select(row => Id(row) + "\n").Distinct());

            string Table(IReadOnlyList<ImageListRow> all)
            {
                TextTable table = new("REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE");
                foreach (ImageListRow row in all)
                {
                    table.Add(row.Repository, row.Tag, Id(row), row.CreatedSince, ByteSize.Show(row.Size));
                }

                return table.ToString();
            }

            string Id(ImageListRow row) => whole ? row.ID : ImageText.Short(row.ID);
        });
        return command;
    }

    /// <summary>A row for each name, and one for an image without any.</summary>
    private static List<ImageListRow> Rows(OpenedStore store)
    {
        List<ImageListRow> rows = [];
        DateTimeOffset now = DateTimeOffset.UtcNow;
        foreach (Image image in store.Images.List())
        {
            long size = store.Images.TarSizeOf(image);
            foreach (string? name in image.Names.DefaultIfEmpty())
            {
                (string repository, string tag) = ImageText.Split(name);
                rows.Add(new ImageListRow(
                    repository, tag, image.Id.ToString(), image.ManifestDigest.ToString(),
                    image.Config.Created, Age.Show(image.Config.Created, now), size));
            }
        }

        return rows;
    }
}
