using Strata.Images;
using Xunit;

namespace Strata.Containers.Tests;

/// <summary>An image that is made of a container has the variables that the container was given, and none that every one gets.</summary>
[Trait("Kind", "Unit")]
public sealed class CommittedEnvironmentTests : IDisposable
{
    private const string DefaultPath = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private readonly string folder = Directory.CreateTempSubdirectory("strata-commit-").FullName;
    private readonly Store store;

    public CommittedEnvironmentTests()
    {
        store = Store.Open(folder + "/store");
        Directory.CreateDirectory(folder + "/tree");
    }

    public void Dispose()
    {
        store.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void WhatEveryContainerGets_IsLeftOut() => Assert.Equal(["X=1"], Commit([], ["X=1"]));

    [Theory]
    [InlineData("PATH=/opt/bin")]
    [InlineData("TERM=dumb")]
    [InlineData("HOSTNAME=other")]
    [InlineData("TERM=xterm")] // As every container gets it, but asked for.
    [InlineData(DefaultPath)]
    public void WhatWasAskedFor_IsKept(string variable) => Assert.Equal([variable], Commit([], [variable]));

    [Fact]
    public void WhatTheImageHas_IsKept() => Assert.Equal([DefaultPath, "A=B"], Commit(["ENV A=B", $"ENV {DefaultPath}"], []));

    [Fact]
    public void WhatWasTakenAway_IsNotThere() => Assert.Equal(["A=B"], Commit(["ENV A=B", "ENV PATH=/bin"], ["PATH"]));

    private IReadOnlyList<string> Commit(string[] changes, string[] variables)
    {
        ImportRequest import = new() { Source = folder + "/tree", Name = "base", Changes = changes };
        _ = Import.Run(store, import, CancellationToken.None);
        Image image = store.Images.Resolve("base");
        RunRequest request = new() { Image = "base", Command = ["true"], Env = variables, Settings = new ContainerSettings { Terminal = true } };
        using (ContainerFolder container = store.Containers.Create((id, name) => request.ToConfig(image, id, name), "web"))
        {
            container.Finish(new ContainerState(0, OutOfMemory: false, DateTimeOffset.UtcNow, null));
        }

        CommittedImage made = Containers.Commit.Run(store, new CommitRequest { Container = "web" }, CancellationToken.None);
        return store.Images.Resolve(made.Id.ToString()).Config.Env;
    }
}
