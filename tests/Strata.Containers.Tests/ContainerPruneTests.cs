using Strata.Images;
using Xunit;

namespace Strata.Containers.Tests;

[Trait("Kind", "Unit")]
public sealed class ContainerPruneTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("strata-prune-").FullName;
    private readonly Store store;
    private readonly string kept;
    private readonly string plain;

    public ContainerPruneTests()
    {
        store = Store.Open(folder + "/store");
        Directory.CreateDirectory(folder + "/tree");
        kept = End("kept", ImageWith("LABEL keep=yes"));
        plain = End("plain", ImageWith("ENV A=B"));
    }

    public void Dispose()
    {
        store.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void ContainerWithoutALabel_IsThatOfAnImageWithoutIt()
    {
        Assert.Equal([plain], Prune("label!=keep"));
        Assert.Equal(["kept"], store.Containers.Names());
    }

    [Theory]
    [InlineData("label=keep")]
    [InlineData("label=keep=yes")]
    [InlineData("label!=other", "label=keep")]
    public void ContainerWithALabel_IsThatOfAnImageWithIt(params string[] filters) => Assert.Equal([kept], Prune(filters));

    [Fact]
    public void ContainerWhoseLabelsAreNotKnown_StaysWhereLabelsMatter()
    {
        File.Delete(folder + "/store/images.json");

        Assert.Empty(Prune("label!=keep"));
        Assert.Empty(Prune("label=keep"));
        Assert.Equal(2, Prune().Count);
    }

    [Fact]
    public void SystemPrune_TellsTheContainersBeforeTheImagesGo()
    {
        int imagesThen = 0;
        IReadOnlyList<string> gone = [];

        (Removal images, long bytes) = SystemPrune.Run(store, all: true, PruneFilter.Parse(["label!=keep"], DateTimeOffset.UtcNow), ids =>
        {
            gone = ids;
            imagesThen = store.Images.List().Count;
        });

        // The image of the container that stays is in use.
        Assert.Equal([plain], gone);
        Assert.Equal(2, imagesThen);
        Assert.Single(images.Deleted);
        Assert.True(bytes > images.Swept.Bytes);
        Assert.Single(store.Images.List());
        Assert.Equal(["kept"], store.Containers.Names());
    }

    private IReadOnlyList<string> Prune(params string[] filters) => ContainerPrune.Run(store, PruneFilter.Parse(filters, DateTimeOffset.UtcNow)).Ids;

    private string ImageWith(string change) =>
        Import.Run(store, new ImportRequest { Source = folder + "/tree", Changes = [change] }, CancellationToken.None).Id.ToString();

    private string End(string name, string image)
    {
        using ContainerFolder container = store.Containers.Create(
            (id, own) => new ContainerConfig
            {
                Id = id,
                Name = own,
                Image = image,
                ImageId = image,
                Created = DateTimeOffset.UtcNow,
                Args = ["true"],
                Env = [],
                WorkingDirectory = "/",
                User = "",
                HostName = "h",
            },
            name);
        container.Finish(new ContainerState(0, OutOfMemory: false, DateTimeOffset.UtcNow, null));
        return container.Config.Id;
    }
}
