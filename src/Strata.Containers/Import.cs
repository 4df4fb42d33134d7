using Microsoft.Win32.SafeHandles;
using Strata.Blobs;
using Strata.Images;
using Strata.Layers;
using Strata.Linux;
using Strata.Union;

namespace Strata.Containers;

/// <summary>
/// Makes images of root file systems. Their one layer is canonical: it follows from the tree, whether that came as a folder
/// or as any tar of it.
/// </summary>
public static class Import
{
    /// <summary>Makes the image; it is on the disk when this returns.</summary>
    /// <exception cref="ContainerException">There is no such folder or file.</exception>
    /// <exception cref="LayerException">It has something that no layer can have, or is no tar.</exception>
    public static CommittedImage Run(Store store, ImportRequest request, CancellationToken cancellation)
    {
        using FileFd source = Open(request.Source);
        Sys.FStat(source, out FileStat stat).OrThrow($"look at {request.Source}");
        ImageCommit commit = new()
        {
            Name = request.Name,
            Message = request.Message.Length > 0 ? request.Message : $"Imported from {request.Source}",
            Changes = request.Changes,

            // What the tar itself was, as a layer, is needed by nobody afterwards.
            LeavesRest = !stat.IsDirectory,
        };
        return store.Images.Commit(commit, blobs => stat.IsDirectory ? OfFolder(blobs, source, cancellation) : OfTar(store, source, cancellation));
    }

    private static FileFd Open(string source)
    {
        if (source == "-")
        {
            Sys.Duplicate(FileFd.FromNumber(0), 3, out FileFd input).OrThrow("take standard input");
            return input;
        }

        Errno error = Sys.OpenAt(FileFd.WorkingDirectory, PathText.Bytes(source), OpenFlags.ReadOnly, out FileFd file);
        return error == Errno.Ok ? file : throw new ContainerException($"{source}: {error.Message()}");
    }

    private static BuiltLayer OfFolder(BlobStore blobs, FileFd folder, CancellationToken cancellation)
    {
        Sys.OpenAt(folder, "."u8, OpenFlags.ReadOnly | OpenFlags.Directory, out FileFd own).OrThrow("open the folder");
        using UnionScan scan = PlainTrees.OfFolder(blobs, own);
        return LayerOfChanges.Build(blobs, scan.Whole(), cancellation);
    }

    private static BuiltLayer OfTar(Store store, FileFd file, CancellationToken cancellation)
    {
        if (Sys.GetTerminal(file, out _) == Errno.Ok)
        {
            throw new ContainerException("standard input is a terminal: send a tar of a root file system to it");
        }

        using SafeFileHandle handle = new(file.Number, ownsHandle: false);
        using FileStream content = new(handle, FileAccess.Read, bufferSize: 0);
        ImportedLayer asItCame = store.Layers.Import(new LayerImport { Content = content }, cancellation);
        store.Layers.OpenRecipe(asItCame.DiffId, out Recipe? recipe).OrThrow("open the recipe of the tar");
        using (recipe)
        {
            using UnionScan scan = PlainTrees.OfLayer(store.Blobs, recipe!);
            return LayerOfChanges.Build(store.Blobs, scan.Whole(), cancellation);
        }
    }
}
