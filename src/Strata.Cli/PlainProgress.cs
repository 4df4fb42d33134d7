using Strata.Images;

namespace Strata.Cli;

/// <summary>Progress as lines, in Docker's words: for files and pipes.</summary>
/// <param name="output">Where to.</param>
/// <param name="done">What is said of a layer that came in.</param>
/// <param name="exists">And of one that was there.</param>
internal sealed class PlainProgress(TextWriter output, string done, string exists = "Already exists") : ILoadProgress
{
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<(string Layer, long Size)> layers)
    {
        // Lines appear when something has happened.
    }

    /// <inheritdoc/>
    public void AlreadyExists(string layer) => Write($"{layer}: {exists}");

    /// <inheritdoc/>
    public void Advanced(string layer, long bytesRead)
    {
        // A log has no use for it.
    }

    /// <inheritdoc/>
    public void Loaded(string layer) => Write($"{layer}: {done}");

    /// <inheritdoc/>
    public void MountedFrom(string layer, string repository) => Write($"{layer}: Mounted from {repository}");

    private void Write(string line)
    {
        lock (gate)
        {
            output.WriteLine(line);
        }
    }
}
