using System.Globalization;
using System.Numerics;
using System.Reflection;

namespace Strata.Abi.Tests;

/// <summary>A number in C# and the C expression that it must equal.</summary>
/// <param name="Value">The number.</param>
/// <param name="CExpression">A constant expression of C.</param>
internal sealed record AbiConstant(BigInteger Value, string CExpression)
{
    /// <summary>The <c>_Static_assert</c> line.</summary>
    public string Assertion() => $"_Static_assert((unsigned long long)({CExpression}) == {(ulong)(Value & ulong.MaxValue)}ull, \"value of {CExpression}\");";

    /// <summary>All members of an enum: <paramref name="prefix"/> and the name in capitals, unless <paramref name="names"/> says otherwise; an empty C name leaves one out.</summary>
    public static IEnumerable<AbiConstant> OfEnum<T>(string prefix, params (T Member, string C)[] names)
        where T : struct, Enum
    {
        foreach (T member in Enum.GetValues<T>().Distinct())
        {
            (T, string C)[] given = [.. names.Where(name => EqualityComparer<T>.Default.Equals(name.Member, member))];
            string c = given is [var one, ..] ? one.C : prefix + member.ToString().ToUpperInvariant();
            if (c.Length > 0)
            {
                yield return new AbiConstant(BigInteger.Parse(member.ToString("D"), CultureInfo.InvariantCulture), c);
            }
        }
    }

    /// <summary>A private or public constant of a class.</summary>
    public static AbiConstant Of(Type type, string name, string cExpression)
    {
        FieldInfo field = type.GetField(name, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            ?? throw new MissingFieldException(type.Name, name);
        object value = field.GetValue(null)!;
        return new AbiConstant(BigInteger.Parse(value.ToString()!, CultureInfo.InvariantCulture), cExpression);
    }
}
