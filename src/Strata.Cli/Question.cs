using System.Runtime.InteropServices;
using System.Text;
using Strata.Images;
using Strata.Linux;

namespace Strata.Cli;

/// <summary>Asks the person at the terminal.</summary>
internal static class Question
{
    private const int MaxLength = 64 * 1024;

    private static FileFd Input => FileFd.FromNumber(0);

    /// <summary>Asks for a line.</summary>
    /// <param name="prompt">What to ask.</param>
    /// <param name="isSecret">Whether the answer is not shown.</param>
    /// <exception cref="ImageException">Nobody is there to answer.</exception>
    public static string Ask(string prompt, bool isSecret)
    {
        if (Sys.GetTerminal(Input, out TerminalSettings settings) != Errno.Ok)
        {
            throw new ImageException("standard input is no terminal: give --username and --password-stdin");
        }

        Console.Error.Write(prompt);
        if (!isSecret)
        {
            return ReadLine();
        }

        // Ended by a signal, the terminal must show again what is typed; the signal then does what it always does.
        using PosixSignalRegistration interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Sys.SetTerminal(Input, settings));
        using PosixSignalRegistration terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Sys.SetTerminal(Input, settings));
        Sys.SetTerminal(Input, settings.WithoutEcho()).OrThrow("hide the password");
        try
        {
            return ReadLine();
        }
        finally
        {
            _ = Sys.SetTerminal(Input, settings);
            Console.Error.Write('\n');
        }
    }

    /// <summary>Reads a line of standard input, without its end.</summary>
    public static string ReadLine()
    {
        List<byte> line = [];
        Span<byte> one = stackalloc byte[1];
        while (line.Count < MaxLength)
        {
            Sys.Read(Input, one, out int count).OrThrow("read standard input");
            if (count == 0 || one[0] == '\n')
            {
                break;
            }

            line.Add(one[0]);
        }

        return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
    }
}
