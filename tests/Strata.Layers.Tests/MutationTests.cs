using Strata.Blobs;
using Strata.Linux;
using Xunit;

namespace Strata.Layers.Tests;

[Trait("Kind", "Model")]
public sealed class MutationTests : IDisposable
{
    private readonly TemporaryStore store = new();

    [Fact]
    public void MutatedTars_AreRefusedOrComeOutAgain()
    {
        byte[] tar = Sample();
        int refused = 0;
        for (int seed = 0; seed < 1500; seed++)
        {
            byte[] mutated = Mutate(tar, seed, sealHeaders: seed % 2 == 0);
            try
            {
                ImportedLayer layer = store.Import(mutated);
                Assert.Equal(Digest.Of(mutated), layer.DiffId);
                if (seed % 8 == 0)
                {
                    Assert.Equal(mutated, store.Tar(layer.DiffId));
                    _ = store.Entries(layer.DiffId);
                }
            }
            catch (LayerException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 200, 1450);
    }

    [Fact]
    public void MutatedRecipes_AreDamagedOrTheSame()
    {
        ImportedLayer layer = store.Import(Sample());
        string path = Path.Combine(store.Folder, "recipes", layer.DiffId.Hex);
        byte[] recipe = File.ReadAllBytes(path);
        for (int seed = 0; seed < 1500; seed++)
        {
            File.WriteAllBytes(path, Mutate(recipe, seed, sealHeaders: false));
            Assert.ThrowsAny<RecipeException>(() => store.Entries(layer.DiffId));
        }

        for (int length = 0; length < recipe.Length; length += 7)
        {
            File.WriteAllBytes(path, recipe[..length]);
            Assert.ThrowsAny<RecipeException>(() => store.Entries(layer.DiffId));
        }
    }

    [Fact]
    public void MutatedRecipesWithRightChecksums_AreDamagedOrGiveEntries()
    {
        ImportedLayer layer = store.Import(Sample());
        string path = Path.Combine(store.Folder, "recipes", layer.DiffId.Hex);
        byte[] recipe = File.ReadAllBytes(path);
        int damaged = 0;
        for (int seed = 0; seed < 1500; seed++)
        {
            byte[] mutated = [.. recipe];
            Random random = new(seed);
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                // Magic, version and diff ID stay: everything behind them is what a reader must not trust.
                mutated[random.Next(48, mutated.Length)] = (byte)random.Next(256);
            }

            Reseal(mutated);
            File.WriteAllBytes(path, mutated);
            try
            {
                _ = store.Entries(layer.DiffId);
            }
            catch (RecipeException)
            {
                damaged++;
            }
        }

        Assert.InRange(damaged, 100, 1500);
    }

    [Fact]
    public void ChangedObject_IsFoundWhenTheTarIsWritten()
    {
        byte[] content = TemporaryStore.Noise(10_000);
        ImportedLayer layer = store.Import(new TarBuilder().File("a", content).ToArray());
        string hex = Digest.Of(content).Hex;
        string path = Path.Combine(store.Folder, "objects", hex[..2], hex[2..]);
        content[5000] ^= 1;
        File.WriteAllBytes(path, content);
        Assert.Throws<RecipeException>(() => store.Tar(layer.DiffId));
        File.WriteAllBytes(path, content[..9000]);
        Assert.Throws<RecipeException>(() => store.Tar(layer.DiffId));
        File.Delete(path);
        Assert.Throws<RecipeException>(() => store.Tar(layer.DiffId));
    }

    public void Dispose() => store.Dispose();

    private static byte[] Sample() => new TarBuilder()
        .Directory("./").Directory("dir/").File("dir/a", "small").File("dir/large", TemporaryStore.Noise(9000))
        .Symlink("sym", "dir/a").HardLink("hard", "dir/a").Pax(("path", "dir/long"), ("SCHILY.xattr.user.x", "y")).File("short", "content")
        .LongName("dir/gnu").File("short", TemporaryStore.Noise(5000, 2)).File("dir/.wh.gone").Add("dev", '3', major: "0000001\0", minor: "0000003\0")
        .ToArray();

    private static byte[] Mutate(byte[] bytes, int seed, bool sealHeaders)
    {
        byte[] mutated = [.. bytes];
        Random random = new(seed);
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            int at = random.Next(mutated.Length);
            mutated[at] = (byte)(mutated[at] + random.Next(1, 256));
            if (sealHeaders && mutated.AsSpan(at & ~511, 512).Slice(257, 5).SequenceEqual("ustar"u8))
            {
                TarBuilder.Seal(mutated.AsSpan(at & ~511, 512));
            }
        }

        return mutated.AsSpan().SequenceEqual(bytes) ? Mutate(bytes, seed + 1_000_000, sealHeaders) : mutated;
    }

    private static void Reseal(byte[] recipe)
    {
        long table = BitConverter.ToInt64(recipe, 80);
        if (table >= 128 && table <= recipe.Length)
        {
            BitConverter.TryWriteBytes(recipe.AsSpan(88), Crc32C.Of(recipe.AsSpan((int)table)));
            for (long at = 128; at + 12 <= table;)
            {
                int length = BitConverter.ToInt32(recipe, (int)at);
                if (length < 0 || at + 12 + length > table)
                {
                    break;
                }

                BitConverter.TryWriteBytes(recipe.AsSpan((int)at + 8), Crc32C.Of(recipe.AsSpan((int)at + 12, length)));
                at += 12 + length;
            }
        }

        BitConverter.TryWriteBytes(recipe.AsSpan(124), Crc32C.Of(recipe.AsSpan(0, 124)));
    }
}
