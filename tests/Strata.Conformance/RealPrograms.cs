namespace Strata.Conformance;

/// <summary>Scripts of everyday programs; each runs in a directory of a mount with a small lower and prints what it made of it.</summary>
internal static class RealPrograms
{
    public static IReadOnlyDictionary<string, string> Scripts { get; } = new Dictionary<string, string>
    {
        ["tar"] = """
            tar cf all.tar -C /usr/share/perl5 . && mkdir out && tar xf all.tar -C out && tar df all.tar -C out && echo the same
            [ $(find out | wc -l) = $(tar tf all.tar | wc -l) ] && echo as many
            tar cf lower.tar tree && rm -rf tree && tar xf lower.tar && tar df lower.tar && echo the lower again
            tar xf lower.tar && tar df lower.tar && echo and over itself
            find tree -printf '%P %y %m %s %l\n' | sort
            rm -rf out tree && ls
            """,
        ["git"] = """
            export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
            export GIT_AUTHOR_DATE='2020-01-01T00:00:00Z' GIT_COMMITTER_DATE='2020-01-01T00:00:00Z' GIT_CONFIG_NOSYSTEM=1
            git init -q -b main origin && cp -r tree origin/ && cd origin && git add -A && git commit -qm first && cd ..
            git clone -q origin clone 2>&1 && cd clone && git status --short && git log --format='%H %s'
            echo changed > tree/d1/f3 && git mv tree/d2 tree/moved && rm tree/d3/f1 && git add -A && git commit -qm second
            git status --short; git log --format='%H %s'; git fsck --strict; git gc -q; git push -q origin main:other 2>&1; git checkout -q HEAD~1 2>&1; git status --short
            find . -path ./.git -prune -o -type f -print | sort | xargs sha256sum
            """,
        ["sqlite"] = """
            cat > writer.py <<'END'
            import sqlite3, sys
            db = sqlite3.connect('db', timeout=60, isolation_level=None)
            for i in range(100):
                db.execute('BEGIN IMMEDIATE')
                db.execute('INSERT INTO t VALUES (?, ?)', (int(sys.argv[1]), i))
                db.execute('COMMIT')
            END
            for mode in delete wal; do
                python3 -c "import sqlite3; d = sqlite3.connect('db'); d.execute('PRAGMA journal_mode=$mode'); d.execute('PRAGMA synchronous=OFF'); d.execute('CREATE TABLE t (a, b)')"
                for w in 1 2 3 4; do python3 writer.py $w & done; wait
                python3 -c "import sqlite3; d = sqlite3.connect('db'); print('$mode', d.execute('SELECT count(*), count(DISTINCT a * 1000 + b) FROM t').fetchall(), d.execute('PRAGMA integrity_check').fetchall())"
                rm db*
            done
            ls
            """,
        ["many small files"] = """
            python3 - <<'END'
            import os, shutil
            for d in range(500):
                path = f'node_modules/package-{d}/lib'
                os.makedirs(path)
                for f in range(20):
                    with open(f'{path}/file-{f}.js', 'w') as out: out.write(f'module {d} {f}\n')
            names = [os.path.join(root, f) for root, _, files in os.walk('node_modules') for f in files]
            print(len(names), len(set(names)), sum(os.stat(n).st_size for n in names))
            print(sum(len(open(n).read()) for n in names))
            os.rename('node_modules', 'modules')
            print(len(os.listdir('modules')))
            shutil.rmtree('modules')
            print(sorted(os.listdir('.')))
            END
            """,
        ["deep trees"] = """
            python3 - <<'END'
            import os
            home = os.getcwd()
            for i in range(300):
                os.mkdir('directory'); os.chdir('directory')
                open('file', 'w').close()
            print(len(os.getcwd()) - len(home))
            os.chdir(home)
            END
            find directory | wc -l; rm -rf directory; ls
            cp -a tree copy; mv copy tree/copy; mv tree/d1 tree/copy/; find tree | sort; rm -rf tree; ls; mkdir tree; ls tree
            """,
        ["find, sort, sed"] = """
            sed -i 's/content/CONTENT/' tree/d*/f1; grep -r CONTENT tree | sort
            find tree -name 'f2' -delete; find tree -type f | sort; du -a --apparent-size -B1 tree/d2 | grep f | sort
            cp -r tree tree2; mv tree2/d1 tree2/e1; diff -r tree tree2
            ln tree/d1/f1 hard; echo more >> hard; cat tree/d1/f1; install -m 700 -o 1000 tree/d1/f1 tree/installed; stat -c '%a %u %s' tree/installed
            """,
    };

    /// <summary>A lower of two layers: four directories of four files, one of them changed and one removed above.</summary>
    public static LayerTree[] Lower(IEnumerable<string> directories)
    {
        LayerTree bottom = new();
        LayerTree top = new();
        foreach (string directory in directories)
        {
            bottom.Directory(directory).Directory(directory + "/tree");
            top.Directory(directory).Directory(directory + "/tree").Directory(directory + "/tree/d1");
            for (int d = 1; d <= 4; d++)
            {
                bottom.Directory($"{directory}/tree/d{d}");
                for (int f = 1; f <= 4; f++)
                {
                    bottom.File($"{directory}/tree/d{d}/f{f}", $"content {d} {f}\n");
                }

                bottom.Symlink($"{directory}/tree/d{d}/link", "f1").File($"{directory}/tree/d{d}/large", [.. StandardLower.Big.AsSpan(0, 10_000 * d)]);
            }

            top.File(directory + "/tree/d1/f2", "changed above\n").Whiteout(directory + "/tree/d1/f4");
        }

        return [bottom, top];
    }
}
