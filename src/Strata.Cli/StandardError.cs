using System.Text;
using Strata.Linux;

namespace Strata.Cli;

/// <summary>Lines on standard error: one write(2) per message, so that messages of several processes do not mix.</summary>
internal static class StandardError
{
    /// <summary>Writes <c>NAME: MESSAGE</c> and a line end. Errors are ignored: there is nobody to tell.</summary>
    public static void WriteLine(string name, string message) =>
        _ = Sys.WriteAll(FileFd.FromNumber(2), Encoding.UTF8.GetBytes($"{name}: {message}\n"));
}
