namespace Strata.Linux;

/// <summary>
/// A file descriptor. <c>default</c> is no descriptor. A method's <c>out</c> parameter gives ownership (dispose it
/// once), an ordinary parameter borrows. A struct, so that opening a file allocates nothing.
/// </summary>
public readonly record struct FileFd : IDisposable
{
    private readonly int numberPlusOne;

    private FileFd(int number) => numberPlusOne = number + 1;

    /// <summary>AT_FDCWD: relative paths start at the working directory of the process.</summary>
    public static FileFd WorkingDirectory => new(-100);

    /// <summary>Whether this is a descriptor at all.</summary>
    public bool IsOpen => numberPlusOne != 0;

    /// <summary>The number, to hand to a child process or to print; never to keep.</summary>
    public int Number => numberPlusOne - 1;

    /// <summary>Takes over a descriptor that was inherited, or one that a wire format gave as a number.</summary>
    public static FileFd FromNumber(int number) => new(number);

    /// <summary>close(2). Errors are ignored: whoever needs them calls <see cref="Sys.FSync"/> first.</summary>
    public void Dispose()
    {
        if (numberPlusOne > 0)
        {
            Sys.Close(this);
        }
    }
}
