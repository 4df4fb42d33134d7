using System.Security.Cryptography;
using Strata.Blobs;
using Strata.Linux;

namespace Strata.Layers;

/// <summary>Gives a layer's tar back, byte for byte as it was.</summary>
public static class LayerTarWriter
{
    /// <summary>Writes the tar of <paramref name="recipe"/>, and checks that what was written has the layer's diff ID.</summary>
    /// <exception cref="RecipeException">The recipe is damaged, or an object is missing or has other bytes: what was written so far is worthless.</exception>
    public static void Write(Recipe recipe, ObjectFolder objects, Stream target)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(objects);
        ArgumentNullException.ThrowIfNull(target);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using RecipeBlocks blocks = new(recipe);
        void Put(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            target.Write(bytes);
        }

        TarReader tar = new(blocks, Put, objectsElsewhere: true);
        byte[] buffer = new byte[256 * 1024];
        int nextObject = 0;
        while (recipe.Next(tar))
        {
            if (tar.Member.HasObject)
            {
                Copy(recipe, recipe.TakeObject(tar, ref nextObject), objects, buffer, Put);
            }
            else
            {
                _ = tar.TakeContent();
            }
        }

        if (Digest.FromBytes(hash.GetHashAndReset()) != recipe.DiffId)
        {
            throw recipe.Damaged("its tar has another digest");
        }
    }

    private static void Copy(Recipe recipe, RecipeObject content, ObjectFolder objects, byte[] buffer, SpanSink put)
    {
        Errno error = objects.Open(content.Digest, out FileFd file);
        if (error != Errno.Ok)
        {
            throw recipe.Damaged($"the object {content.Digest} cannot be opened: {error.Message()}");
        }

        using (file)
        {
            for (long at = 0; at < content.Size;)
            {
                Sys.PRead(file, buffer.AsSpan(0, (int)Math.Min(buffer.Length, content.Size - at)), at, out int count).OrThrow("read an object");
                if (count == 0)
                {
                    throw recipe.Damaged($"the object {content.Digest} is shorter than {content.Size} bytes");
                }

                put(buffer.AsSpan(0, count));
                at += count;
            }
        }
    }
}
