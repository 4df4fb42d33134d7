using Strata.Linux;
using Xunit;

namespace Strata.Union.Tests;

/// <summary>The four values of redirect_dir, and redirects that are none.</summary>
[Trait("Kind", "Mount")]
public sealed class RedirectTests : IDisposable
{
    private readonly UnionFixture union = new();

    public void Dispose() => union.Dispose();

    [Theory]
    [InlineData(RedirectMode.On, "on")]
    [InlineData(RedirectMode.Follow, "follow")]
    [InlineData(RedirectMode.NoFollow, "nofollow")]
    [InlineData(RedirectMode.Off, "off")]
    public void RenamesAndLookups_AreThoseOfTheKernel(RedirectMode mode, string name)
    {
        union.Write(union.Lower("d/sub/a"), "a");
        union.Write(union.Lower("x/y"), "y");
        union.Write(union.Lower("gone/g"), "g");
        union.Write(union.Lower("low/l"), "l");
        union.Write(union.Lower("file"), "file");
        union.Rename("d", "sub", "x", "moved").OrThrow();
        union.Rename("", "gone", "", "gone2").OrThrow();
        union.MakeDirectory("", "pure").OrThrow();
        union.MakeDirectory("pure", "inner").OrThrow();
        union.Rename("", "gone2", "pure", "gone3").OrThrow();
        union.Close();

        (string From, string To, RenameFlags Flags)[] renames =
        [
            ("low", "low2", default), ("x", "x2", default), ("x/moved", "moved", default), ("pure", "pure2", default), ("pure2", "pure", default),
            ("file", "file2", default), ("low", "pure", RenameFlags.Exchange), ("pure", "low", RenameFlags.Exchange), ("pure", "file2", RenameFlags.Exchange),
            ("pure/gone3", "pure/gone4", default), ("low", "pure", default), ("file", "file2", RenameFlags.Whiteout),
        ];
        string[] paths = ["x", "x/moved", "x/moved/a", "pure/gone3", "pure/gone3/g", "low", "low/l", "d"];
        string kernel = "";
        union.ByKernel($"redirect_dir={name},index=off,metacopy=off", mount =>
        {
            kernel = string.Join('\n', paths.Select(path => $"{path} {Sys.StatAt(FileFd.WorkingDirectory, UnionFixture.Bytes($"{mount}/{path}"), out _)}"));
            foreach ((string from, string to, RenameFlags flags) in renames)
            {
                Errno error = Sys.RenameAt(FileFd.WorkingDirectory, UnionFixture.Bytes($"{mount}/{from}"), FileFd.WorkingDirectory, UnionFixture.Bytes($"{mount}/{to}"), flags);
                kernel += $"\n{from} {to} {flags} {error}";
                Back(error, flags, () => Sys.RenameAt(FileFd.WorkingDirectory, UnionFixture.Bytes($"{mount}/{to}"), FileFd.WorkingDirectory, UnionFixture.Bytes($"{mount}/{from}"), flags));
            }
        });
        union.Options = new UnionOptions { Redirect = mode };
        string ours = string.Join('\n', paths.Select(path => $"{path} {union.TryFind(path, out _, out _)}"));
        foreach ((string from, string to, RenameFlags flags) in renames)
        {
            Errno error = Rename(from, to, flags);
            ours += $"\n{from} {to} {flags} {error}";
            Back(error, flags, () => Rename(to, from, flags));
        }

        Assert.Equal(kernel, ours);

        Errno Rename(string from, string to, RenameFlags flags)
        {
            Errno error = union.TryFind(Path.GetDirectoryName(from)!, out _, out _);
            error = error == Errno.Ok ? union.TryFind(Path.GetDirectoryName(to)!, out _, out _) : error;
            return error != Errno.Ok ? error : union.Rename(Path.GetDirectoryName(from)!, Path.GetFileName(from), Path.GetDirectoryName(to)!, Path.GetFileName(to), flags);
        }

        static void Back(Errno error, RenameFlags flags, Func<Errno> back)
        {
            if (error == Errno.Ok)
            {
                back().OrThrow(flags.ToString());
            }
        }
    }

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/d/sub/a")]
    [InlineData("nowhere")]
    [InlineData("/")]
    [InlineData("/d//sub")]
    [InlineData("/d/sub/")]
    [InlineData("d/sub")]
    [InlineData("..")]
    [InlineData("/d/../d")]
    [InlineData("/d/./sub")]
    [InlineData(".")]
    public void RedirectThatLeadsNowhere_IsAnsweredAsByTheKernel(string redirect)
    {
        union.Write(union.Lower("d/sub/a"), "a");
        Directory.CreateDirectory(union.Upper("dir"));
        File.WriteAllText(union.Upper("dir/own"), "own");
        TestDisk.Run("setfattr", "-n", "trusted.overlay.redirect", "-v", redirect, union.Upper("dir"));
        Errno kernel = Errno.Ok;
        union.ByKernel("redirect_dir=on,index=off,metacopy=off", mount =>
            kernel = Sys.StatAt(FileFd.WorkingDirectory, UnionFixture.Bytes($"{mount}/dir"), out _));
        Assert.Equal(kernel, union.TryFind("dir", out _, out _));
        if (kernel == Errno.Ok)
        {
            Assert.Equal(["own"], union.List("dir"));
        }
    }
}
