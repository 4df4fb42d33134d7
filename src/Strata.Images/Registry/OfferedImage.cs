using Strata.Blobs;
using Strata.Linux;

namespace Strata.Images.Registry;

/// <summary>What a registry has by a name: its documents, read and checked; no layer was asked for.</summary>
/// <param name="Offered">What the name stands for: the manifest, or an index that led to it.</param>
/// <param name="Descriptor">The manifest.</param>
/// <param name="Manifest">What the manifest says.</param>
/// <param name="Image">The image, without names.</param>
internal sealed record OfferedImage(Descriptor Offered, Descriptor Descriptor, Manifest Manifest, SourceImage Image)
{
    /// <summary>Asks the registry.</summary>
    /// <param name="client">The registry.</param>
    /// <param name="reference">The name.</param>
    /// <param name="platform">The platform to choose; null for this machine's.</param>
    /// <param name="blobs">Where a configuration is taken from that another image has, too.</param>
    /// <exception cref="ImageException">It is not there, may not be had, or its bytes are not what it promises.</exception>
    public static OfferedImage Of(RegistryClient client, ImageReference reference, Platform? platform, BlobFolder blobs)
    {
        string name = reference.ToString();
        byte[] top = client.ReadManifest(reference.RegistryPath, reference.Target, name, out Descriptor offered);
        Dictionary<Digest, byte[]> documents = new() { [offered.Digest] = top };
        PlatformChoice choice = new(platform ?? Platform.ThisMachine, Read);
        Descriptor descriptor = choice.Choose([offered], name);
        byte[] manifestBytes = Read(descriptor, $"the manifest of {name}");
        Manifest manifest = Documents.ReadManifest(manifestBytes, descriptor.MediaType, $"the manifest of {name}");
        byte[] config = blobs.Get(manifest.Config.Digest, Documents.MaxSize, out byte[] known) == Errno.Ok
            ? known
            : client.ReadBlob(reference.RegistryPath, manifest.Config, $"the configuration of {name}");
        return new OfferedImage(offered, descriptor, manifest, SourceImage.Of(name, [], manifest, manifestBytes, config));

        byte[] Read(Descriptor wanted, string what)
        {
            if (!documents.TryGetValue(wanted.Digest, out byte[]? bytes))
            {
                bytes = client.ReadManifest(reference.RegistryPath, wanted.Digest.ToString(), what, out _);
                documents[wanted.Digest] = bytes;
            }

            return bytes;
        }
    }
}
