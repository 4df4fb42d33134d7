using System.Text;
using System.Text.Json;
using Strata.Linux;

namespace Strata.Images.Registry;

/// <summary>A program that keeps credentials, <c>docker-credential-NAME</c> on PATH: docker-credential-helpers' protocol.</summary>
/// <param name="name">The end of its name.</param>
internal sealed class CredentialHelper(string name)
{
    private const int MaxAnswer = 1 << 20;
    private const int SigKill = 9;

    // What every helper says of a server that it does not know, with exit code 1.
    private const string NotFound = "credentials not found in native keychain";

    private string Program => "docker-credential-" + name;

    /// <summary>What it keeps of a server; null where it keeps nothing.</summary>
    public HelperAnswerJson? Get(string server)
    {
        (int status, byte[] answer) = Run("get", Encoding.UTF8.GetBytes(server));
        string text = Encoding.UTF8.GetString(answer).Trim();
        return status == 0 ? Documents.Read(answer, RegistryJson.Default.HelperAnswerJson, $"the answer of {Program}")
            : text.Contains(NotFound, StringComparison.Ordinal) ? null
            : throw new ImageException($"{Program} get: {(text.Length == 0 ? $"ended with status {status}" : text)}");
    }

    /// <summary>Gives it credentials to keep.</summary>
    public void Store(string server, Credentials credentials)
    {
        HelperAnswerJson json = new() { ServerUrl = server, Username = credentials.User, Secret = credentials.Password };
        RunOrThrow("store", JsonSerializer.SerializeToUtf8Bytes(json, RegistryJson.Default.HelperAnswerJson));
    }

    /// <summary>Makes it forget a server.</summary>
    public void Erase(string server) => RunOrThrow("erase", Encoding.UTF8.GetBytes(server));

    private void RunOrThrow(string verb, byte[] input)
    {
        (int status, byte[] answer) = Run(verb, input);
        if (status != 0)
        {
            throw new ImageException($"{Program} {verb}: {Encoding.UTF8.GetString(answer).Trim()} (status {status})");
        }
    }

    private (int Status, byte[] Answer) Run(string verb, byte[] input)
    {
        int pid = Start(verb, out FileFd toChild, out FileFd fromChild);
        using (fromChild)
        {
            byte[] answer;
            try
            {
                using (toChild)
                {
                    // It fits into the pipe; a helper that ends without reading is told by its status.
                    _ = Sys.WriteAll(toChild, input);
                }

                answer = ReadAll(fromChild);
            }
            catch
            {
                // It may go on talking for ever; nobody listens any more.
                _ = Sys.Kill(pid, SigKill);
                _ = Sys.WaitPid(pid, block: true, out _, out _);
                throw;
            }

            Sys.WaitPid(pid, block: true, out _, out int status).OrThrow($"wait for {Program}");
            return ((status & 0x7f) == 0 ? status >> 8 : 128 + (status & 0x7f), answer);
        }
    }

    private int Start(string verb, out FileFd toChild, out FileFd fromChild)
    {
        byte[] program = PathText.Bytes(Program);
        Sys.Pipe(out FileFd input, out toChild).OrThrow("pipe2");
        Errno error = Sys.Pipe(out fromChild, out FileFd output);
        int pid = 0;
        using (input)
        using (output)
        {
            error = error != Errno.Ok ? error : Sys.SpawnOnPath(
                new SpawnRequest { Program = program, Args = [program, PathText.Bytes(verb)], Input = input, Output = output }, out pid);
        }

        if (error == Errno.Ok)
        {
            return pid;
        }

        toChild.Dispose();
        fromChild.Dispose();
        throw error == Errno.ENOENT
            ? new ImageException($"{Program}, which Docker's config.json names, is not on PATH: install it, or take its name out of the file")
            : new LinuxException(error, Program);
    }

    private byte[] ReadAll(FileFd file)
    {
        byte[] buffer = new byte[4096];
        int filled = 0;
        while (true)
        {
            Sys.Read(file, buffer.AsSpan(filled), out int count).OrThrow($"read from {Program}");
            if (count == 0)
            {
                return buffer[..filled];
            }

            filled += count;
            if (filled == buffer.Length)
            {
                if (filled >= MaxAnswer)
                {
                    throw new ImageException($"{Program} says more than {MaxAnswer} bytes");
                }

                Array.Resize(ref buffer, filled * 2);
            }
        }
    }
}
