namespace Strata.Linux;

public static partial class Sys
{
    /// <summary>
    /// <see cref="Spawn"/> of a program that is called by its name alone, looked for as execvp(3) does: what is not there, or
    /// may not be run, is passed over. EACCES: every program of that name. ENOENT: there is none.
    /// </summary>
    /// <param name="request">What to start; its program is a name without a slash.</param>
    /// <param name="pid">The child, to be waited for by <see cref="WaitPid"/>.</param>
    public static Errno SpawnOnPath(SpawnRequest request, out int pid)
    {
        ArgumentNullException.ThrowIfNull(request);
        pid = 0;
        Errno answer = Errno.ENOENT;
        foreach (byte[] place in SearchPath.PlacesOf(request.Program))
        {
            Errno error = Spawn(request with { Program = place }, out pid);
            if (error is not (Errno.ENOENT or Errno.ENOTDIR or Errno.EACCES))
            {
                return error;
            }

            answer = error == Errno.EACCES ? error : answer;
        }

        return answer;
    }
}
