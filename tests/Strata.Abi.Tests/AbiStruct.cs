using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Strata.Abi.Tests;

/// <summary>
/// A C# struct and the C struct that it must equal: in size, and field by field in offset and size. A field is called in C
/// as in C#, in snake case, unless <see cref="Fields"/> says otherwise. Numbered padding (Spare0, Unused1, Reserved2…) is
/// covered by the size alone.
/// </summary>
/// <param name="Type">The C# struct.</param>
/// <param name="CName">The C type, for example <c>struct statx</c>.</param>
/// <param name="Fields">C# field to C field, where the names differ; an empty C name leaves the field out.</param>
internal sealed partial record AbiStruct(Type Type, string CName, params (string CSharp, string C)[] Fields)
{
    /// <summary>The <c>_Static_assert</c> lines.</summary>
    public IEnumerable<string> Assertions()
    {
        yield return $"_Static_assert(sizeof({CName}) == {Marshal.SizeOf(Type)}, \"size of {CName}\");";
        foreach (FieldInfo field in Type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            string name = CNameOf(field.Name);
            if (name.Length == 0)
            {
                continue;
            }

            yield return $"_Static_assert(offsetof({CName}, {name}) == {Marshal.OffsetOf(Type, field.Name)}, \"offset of {name} in {CName}\");";
            yield return $"_Static_assert(sizeof((({CName} *)0)->{name}) == {SizeOf(field.FieldType)}, \"size of {name} in {CName}\");";
        }
    }

    private string CNameOf(string field)
    {
        foreach ((string csharp, string c) in Fields)
        {
            if (csharp == field)
            {
                return c;
            }
        }

        return NumberedPadding().IsMatch(field) ? "" : SnakeCase().Replace(field, "_$0").ToLowerInvariant();
    }

    private static int SizeOf(Type type) => type.IsPointer ? IntPtr.Size : Marshal.SizeOf(type.IsEnum ? Enum.GetUnderlyingType(type) : type);

    [GeneratedRegex("^(Spare|Unused|Reserved|Padding)[0-9]+$")]
    private static partial Regex NumberedPadding();

    [GeneratedRegex("(?<=.)[A-Z]")]
    private static partial Regex SnakeCase();
}
