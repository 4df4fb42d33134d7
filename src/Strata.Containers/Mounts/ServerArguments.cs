using System.Globalization;
using Strata.Linux;

namespace Strata.Containers.Mounts;

/// <summary>
/// What the command tells the server of a mount on its command line: the numbers of the descriptors that it inherits, and
/// what it serves, so that <c>ps</c> and <see cref="ServerProcess"/> can tell.
/// </summary>
/// <param name="Device">The connection to the kernel.</param>
/// <param name="Chain">The chain image.</param>
/// <param name="Objects">The folder of objects.</param>
/// <param name="Upper">The upper folder, or no descriptor.</param>
/// <param name="Work">The work folder, or no descriptor.</param>
/// <param name="Volatile">See <see cref="MountRequest.Volatile"/>.</param>
/// <param name="Connection">The mount's device number, its minor part: the name of the connection.</param>
/// <param name="Source">See <see cref="MountSource"/>.</param>
/// <param name="Target">Where it is mounted.</param>
/// <param name="UpperPath">Path of the upper folder, or empty; to be shown.</param>
/// <param name="LogPath">The file that takes a fault of the server.</param>
public sealed record ServerArguments(
    FileFd Device,
    FileFd Chain,
    FileFd Objects,
    FileFd Upper,
    FileFd Work,
    bool Volatile,
    uint Connection,
    string Source,
    string Target,
    string UpperPath,
    string LogPath)
{
    /// <summary>The first argument, by which the binary knows that it is to be a server.</summary>
    public const string Entry = ".mount-server";

    private const int Count = 12;

    /// <summary>The descriptors that there are.</summary>
    public IReadOnlyList<FileFd> Descriptors => [.. new[] { Device, Chain, Objects, Upper, Work }.Where(file => file.IsOpen)];

    /// <summary>As arguments, without the program's name.</summary>
    public IReadOnlyList<string> ToList() =>
    [
        Entry, Text(Device), Text(Chain), Text(Objects), Text(Upper), Text(Work), Volatile ? "volatile" : "durable",
        Connection.ToString(CultureInfo.InvariantCulture), Source, Target, UpperPath, LogPath,
    ];

    /// <summary>Reads the arguments; false for anything else.</summary>
    public static bool TryParse(IReadOnlyList<string> args, out ServerArguments? arguments)
    {
        arguments = null;
        Span<FileFd> files = new FileFd[5];
        if (args.Count != Count || args[0] != Entry || !uint.TryParse(args[7], CultureInfo.InvariantCulture, out uint connection))
        {
            return false;
        }

        for (int i = 0; i < files.Length; i++)
        {
            if (!int.TryParse(args[1 + i], CultureInfo.InvariantCulture, out int number))
            {
                return false;
            }

            files[i] = number < 0 ? default : FileFd.FromNumber(number);
        }

        arguments = new ServerArguments(
            files[0], files[1], files[2], files[3], files[4], args[6] == "volatile", connection, args[8], args[9], args[10], args[11]);
        return true;
    }

    private static string Text(FileFd file) => (file.IsOpen ? file.Number : -1).ToString(CultureInfo.InvariantCulture);
}
