namespace Strata.Engines;

/// <summary>What an engine asked for cannot be done; the message says what and why, for the engine's own log.</summary>
public sealed class EngineException : Exception
{
    /// <summary>Makes the exception with its message.</summary>
    public EngineException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with its message and what led to it.</summary>
    public EngineException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
