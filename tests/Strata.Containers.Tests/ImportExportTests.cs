using System.Diagnostics;
using Strata.Blobs;
using Strata.Images;
using Xunit;

namespace Strata.Containers.Tests;

[Trait("Kind", "Mount")]
public sealed class ImportExportTests : IDisposable
{
    private readonly string folder = Directory.CreateDirectory($"/var/tmp/strata-import-{Guid.NewGuid():n}").FullName;
    private readonly Store store;

    public ImportExportTests()
    {
        store = Store.Open(folder + "/store");
        Directory.CreateDirectory(Tree);
        Shell($"""
            cd {Tree}; mkdir -p b/c a empty; printf x >b/c/x; head -c 100000 /dev/zero | tr '\0' y >a/big; ln a/big b/link; ln -s ../nowhere a/sym
            mkfifo b/fifo; mknod a/dev b 7 8; setfattr -n user.n -v value b/c/x; chown 12:3000000 b/c; chmod 4755 b/c/x; touch -d '1960-01-01 00:00:00.5' b/c/x
            mkdir -p {string.Join('/', Enumerable.Repeat(new string('l', 60), 5))}; touch -d '2021-03-04 05:06:07.123456789' . a b; chmod 1777 .
            """);
    }

    private string Tree => folder + "/tree";

    public void Dispose()
    {
        store.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("--sort=name --format=pax", "")]
    [InlineData("--sort=none --format=pax --pax-option=delete=atime", "gzip")]
    [InlineData("--sort=name --format=posix --blocking-factor=1", "zstd")]
    public void FolderAndAnyTarOfIt_AreTheSameLayer(string options, string compression)
    {
        Shell($"tar --xattrs {options} -C {Tree} -cf {folder}/t.tar . {(compression == "" ? "" : $"&& {compression} {folder}/t.tar && mv {folder}/t.tar.* {folder}/t.tar")}");

        Digest ofFolder = Layer(Import(Tree, "one"));
        Digest ofTar = Layer(Import(folder + "/t.tar", "two"));

        Assert.Equal(ofFolder, ofTar);

        // The layer that the tar would be as it stands is not kept.
        Assert.Single(Directory.EnumerateFiles(folder + "/store/recipes"));
    }

    [Fact]
    public void ExportedImage_IsTheTree()
    {
        Import(Tree, "one");

        Export.Run(store, "one", folder + "/out.tar", CancellationToken.None);

        Directory.CreateDirectory(folder + "/back");
        Shell($"tar --xattrs --xattrs-include='*' -C {folder}/back -xpf {folder}/out.tar");
        Assert.Equal(TreeListing.Of(Tree), TreeListing.Of(folder + "/back"));
    }

    [Fact]
    public void ExportOfAnImageOrItsFolder_IsTheSameBytes()
    {
        Import(Tree, "one");

        Export.Run(store, "one", folder + "/image.tar", CancellationToken.None);
        Export.Run(store, Tree, folder + "/folder.tar", CancellationToken.None);
        Export.Run(store, Layer(store.Images.Resolve("one").Id).ToString(), folder + "/layer.tar", CancellationToken.None);

        Assert.Equal(File.ReadAllBytes(folder + "/image.tar"), File.ReadAllBytes(folder + "/folder.tar"));
        Assert.Equal(File.ReadAllBytes(folder + "/image.tar"), File.ReadAllBytes(folder + "/layer.tar"));
    }

    [Fact]
    public void Settings_AreThoseOfTheChanges()
    {
        Containers.Import.Run(
            store, new ImportRequest { Source = Tree, Name = "one", Message = "made by hand", Changes = ["CMD [\"sh\"]", "USER app"] }, CancellationToken.None);

        ImageConfig config = store.Images.Resolve("one").Config;
        Assert.Equal(("sh", "app", "linux"), (Assert.Single(config.Cmd), config.User, config.Os));
        Assert.Equal("made by hand", Assert.Single(config.History).Comment);
        Assert.Equal(TimeSpan.Zero, config.Created!.Value.Offset);
    }

    [Theory]
    [InlineData("nothing-there", "No such file or directory")]
    [InlineData("store/version", "neither a tar nor one compressed")]
    public void WhatIsNoRootFileSystem_IsRefusedAndLeavesNothing(string source, string message)
    {
        Exception e = Assert.ThrowsAny<Exception>(() => Import($"{folder}/{source}", "one"));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Empty(store.Images.List());
        Assert.False(File.Exists(folder + "/store/images.loading"));
        Assert.Empty(Directory.EnumerateFiles(folder + "/store/recipes"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder + "/store/staging"));
    }

    [Fact]
    public void BadChange_IsFoundBeforeAnythingIsRead()
    {
        ImageException e = Assert.Throws<ImageException>(
            () => Containers.Import.Run(store, new ImportRequest { Source = Tree, Changes = ["RUN x"] }, CancellationToken.None));

        Assert.Contains("RUN", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder + "/store/recipes"));
    }

    [Fact]
    public void ExportThatFails_LeavesNoFile()
    {
        Assert.ThrowsAny<Exception>(() => Export.Run(store, "nobody", folder + "/out.tar", CancellationToken.None));
        Import(Tree, "one");
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Export.Run(store, "one", folder + "/out.tar", cancelled.Token));

        Assert.Equal(["store", "tree"], Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order());
    }

    private Digest Import(string source, string name) =>
        Containers.Import.Run(store, new ImportRequest { Source = source, Name = name }, CancellationToken.None).Id;

    private Digest Layer(Digest image) => Assert.Single(store.Images.Resolve(image.ToString()).DiffIds);

    private static void Shell(string script)
    {
        using Process process = Process.Start(new ProcessStartInfo("bash", ["-ec", script]) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }
}
