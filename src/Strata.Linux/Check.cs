using System.Runtime.CompilerServices;

namespace Strata.Linux;

/// <summary>Turns an answer that must be success into an exception.</summary>
public static class Check
{
    /// <summary>Throws <see cref="LinuxException"/> unless <paramref name="error"/> is <see cref="Errno.Ok"/>.</summary>
    /// <param name="error">The answer of a call.</param>
    /// <param name="subject">What the call was about, named in the message; by default the call as it stands in the source.</param>
    public static void OrThrow(this Errno error, [CallerArgumentExpression(nameof(error))] string subject = "")
    {
        if (error != Errno.Ok)
        {
            throw new LinuxException(error, subject);
        }
    }
}
