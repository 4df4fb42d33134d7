namespace Strata.Images;

/// <summary>
/// An image, a name or an archive cannot be used. The message names the thing, says what is wrong with it, and, where there
/// is something to do, what; it is written for the person at the terminal.
/// </summary>
public sealed class ImageException : Exception
{
    /// <summary>Makes the exception with its message.</summary>
    public ImageException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its message and what led to it.</summary>
    public ImageException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
