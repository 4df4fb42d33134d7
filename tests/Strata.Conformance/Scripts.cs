using FsCheck;
using FsCheck.Fluent;

namespace Strata.Conformance;

/// <summary>Random scripts over few names, so that steps meet each other, and how a failing one is made smaller.</summary>
internal static class Scripts
{
    private static readonly (int Weight, OpKind Kind)[] Kinds =
    [
        (8, OpKind.Create), (5, OpKind.Write), (3, OpKind.Append), (3, OpKind.Truncate), (7, OpKind.Mkdir), (5, OpKind.Rmdir), (9, OpKind.Unlink),
        (16, OpKind.Rename), (5, OpKind.Link), (3, OpKind.Symlink), (2, OpKind.Mknod), (4, OpKind.Chmod), (3, OpKind.Chown), (3, OpKind.Utimens),
        (3, OpKind.SetXattr), (2, OpKind.RemoveXattr), (5, OpKind.Open), (3, OpKind.WriteHandle), (3, OpKind.ReadHandle), (1, OpKind.TruncateHandle),
        (2, OpKind.StatHandle), (1, OpKind.CloseHandle), (3, OpKind.List), (4, OpKind.Stat), (2, OpKind.Read),
    ];

    public static Arbitrary<Script> Arbitrary(int templates) => Arb.From(Scripted(templates), Smaller);

    /// <summary>One step, as the scripts have them.</summary>
    public static Op Next(Random random)
    {
        int at = random.Next(Kinds.Sum(kind => kind.Weight));
        OpKind chosen = Kinds.First(kind => (at -= kind.Weight) < 0).Kind;
        return new Op(chosen, Path(), Path(), random.Next(256));

        string Path() => string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => LowerTemplates.Names[random.Next(LowerTemplates.Names.Length)]));
    }

    private static Gen<Script> Scripted(int templates)
    {
        Gen<string> name = Gen.Elements(LowerTemplates.Names);
        Gen<string> path = Gen.Choose(1, 3).SelectMany(depth => name.ListOf(depth)).Select(parts => string.Join('/', parts));
        Gen<Op> op = from kind in Gen.Frequency(Kinds.Select(k => (k.Weight, Gen.Constant(k.Kind))).ToArray())
                     from a in path
                     from b in path
                     from n in Gen.Choose(0, 255)
                     select new Op(kind, a, b, n);
        return from template in Gen.Choose(0, templates - 1)
               from length in Gen.Choose(4, 50)
               from ops in op.ListOf(length)
               select new Script(template, [.. ops]);
    }

    /// <summary>The script without some of its steps: halves first, single steps last.</summary>
    private static IEnumerable<Script> Smaller(Script script)
    {
        for (int size = script.Ops.Count / 2; size >= 1; size /= 2)
        {
            for (int start = 0; start + size <= script.Ops.Count; start += size)
            {
                yield return script with { Ops = [.. script.Ops.Take(start), .. script.Ops.Skip(start + size)] };
            }
        }
    }
}
