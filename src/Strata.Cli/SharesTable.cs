using System.Globalization;
using Strata.Images;

namespace Strata.Cli;

/// <summary>Image by image what it takes: <c>strata system df -v</c>.</summary>
internal static class SharesTable
{
    /// <summary>The report of what was added up.</summary>
    public static StoreSharesReport Report(StoreShares shares, DateTimeOffset now) => new(
        [.. shares.Images.Select(share => Row(share, now))],
        shares.Unused.Bytes, shares.Unused.Inodes, shares.Reclaimable.Bytes, shares.Reclaimable.Inodes);

    /// <summary>The table for people, with Docker's columns and those of inodes.</summary>
    public static string Text(StoreSharesReport report)
    {
        TextTable table = new(
            "REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE", "SHARED SIZE", "UNIQUE SIZE", "RECLAIMABLE",
            "INODES", "SHARED", "UNIQUE", "RECLAIMABLE", "USERS");
        foreach (ImageShareRow row in report.Images)
        {
            table.Add(
                row.Repository, row.Tag, ImageText.Short(row.ID), row.CreatedSince,
                ByteSize.Show(row.Size), ByteSize.Show(row.SharedSize), ByteSize.Show(row.UniqueSize), ByteSize.Show(row.Reclaimable),
                Count(row.Inodes), Count(row.SharedInodes), Count(row.UniqueInodes), Count(row.ReclaimableInodes), Count(row.Users.Count));
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"Images space usage:\n\n{table}\nUnused by any image: {ByteSize.Show(report.UnusedBytes)}, {report.UnusedInodes} inodes\nReclaimable (image prune -a): {ByteSize.Show(report.ReclaimableBytes)}, {report.ReclaimableInodes} inodes\n");

        static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);
    }

    private static ImageShareRow Row(ImageShare share, DateTimeOffset now)
    {
        (string repository, string tag) = ImageText.Split(share.Image.Names.FirstOrDefault());
        return new ImageShareRow(
            repository, tag, share.Image.Id.ToString(), Age.Show(share.Image.Config.Created, now),
            share.Total.Bytes, share.Shared.Bytes, share.Exclusive.Bytes, share.Reclaimable.Bytes,
            share.Total.Inodes, share.Shared.Inodes, share.Exclusive.Inodes, share.Reclaimable.Inodes, share.Users);
    }
}
