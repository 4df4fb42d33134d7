
namespace Strata.Images.Registry;

/// <summary>Bodies of answers that are documents.</summary>
internal static class RegistryBody
{
    /// <summary>Reads a body whole.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="limit">The most bytes that it may have.</param>
    /// <param name="where">What it is called in messages.</param>
    public static byte[] Read(HttpResponseMessage response, int limit, string where)
    {
        using Stream stream = response.Content.ReadAsStream();
        byte[] bytes = new byte[Math.Min(limit, (int)Math.Min(limit, response.Content.Headers.ContentLength ?? 16 * 1024)) + 1];
        int count = 0;
        try
        {
            int read;
            while ((read = stream.Read(bytes, count, bytes.Length - count)) > 0)
            {
                count += read;
                if (count > limit)
                {
                    throw new ImageException($"{where} has more than {limit} bytes: such a document is not taken");
                }

                if (count == bytes.Length)
                {
                    Array.Resize(ref bytes, Math.Min(limit + 1, bytes.Length * 2));
                }
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new ImageException($"{where}: the connection broke while it was read", e);
        }

        return bytes.AsSpan(0, count).ToArray();
    }
}
