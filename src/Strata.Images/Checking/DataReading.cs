using Strata.Blobs;
using Strata.Layers;
using Strata.Linux;

namespace Strata.Images.Checking;

/// <summary>Reads contents, on all processors at once.</summary>
internal static class DataReading
{
    /// <summary>Puts the tars of layers together; what is wrong with those that do not come out.</summary>
    public static Dictionary<Digest, string> Of(LayerStore layers, IReadOnlyList<Digest> diffIds)
    {
        Dictionary<Digest, string> problems = [];
        Parallel.ForEach(diffIds, Options, diffId =>
        {
            if (LayerLook.ReadAll(layers, diffId) is { } problem)
            {
                lock (problems)
                {
                    problems.Add(diffId, problem);
                }
            }
        });
        return problems;
    }

    /// <summary>Those of the objects that have other bytes than their names say, in the order of their digests.</summary>
    public static List<Digest> WrongAmong(ObjectFolder objects, IEnumerable<Digest> digests)
    {
        List<Digest> wrong = [];
        Parallel.ForEach(digests, Options, digest =>
        {
            if (objects.Verify(digest) != Errno.Ok)
            {
                lock (wrong)
                {
                    wrong.Add(digest);
                }
            }
        });
        wrong.Sort((a, b) => a.Bytes.SequenceCompareTo(b.Bytes));
        return wrong;
    }

    private static ParallelOptions Options => new() { MaxDegreeOfParallelism = Environment.ProcessorCount };
}
