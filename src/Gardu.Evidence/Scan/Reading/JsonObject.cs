using System.Buffers;
using System.Text.Json;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>
/// The members of one object of JSON (RFC 8259), one after another, where they stand. Whatever <see cref="Utf8JsonReader"/> takes, it reads alike; of what is none, it takes some, such as NaN for a number.
/// Reads nothing beyond the octets it is given and allocates nothing.
/// </summary>
ref struct JsonObject(ReadOnlySpan<byte> octets)
{
    static readonly SearchValues<byte> ScalarEnds = SearchValues.Create(",:{}[]\" \t\r\n"u8);

    readonly ReadOnlySpan<byte> octets = octets;
    int at;
    bool isBegun;

    /// <summary>Why it is no object, in plain words; null as long as nothing was found, and at its end if it is one.</summary>
    public string? Fault { get; private set; }

    /// <summary>The member's name, with its escapes.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Where its value begins: for a string, behind the quote.</summary>
    public int ValueAt { get; private set; }

    /// <summary>Octets of the value: for a string, those between the quotes; those that are there where it breaks off.</summary>
    public int ValueLength { get; private set; }

    /// <summary>Whether the value is a string.</summary>
    public bool IsString { get; private set; }

    /// <summary>Whether the member has this name.</summary>
    public readonly bool IsNamed(ReadOnlySpan<byte> name) => Name.SequenceEqual(name) || (Name.Contains((byte)'\\') && JsonName.IsEscaped(Name, name));

    /// <summary>Goes on to the next member; false at the end, or where a fault stands.</summary>
    public bool Next()
    {
        if (Fault is not null)
            return false;
        if (!isBegun)
        {
            isBegun = true;
            if (!IsNext((byte)'{'))
                return Fails("it does not begin with a brace");
            if (IsNext((byte)'}'))
                return Ends();
        }
        else if (IsNext((byte)'}'))
        {
            return Ends();
        }
        else if (!IsNext((byte)','))
        {
            return Fails("no comma stands between two members");
        }
        return TakeName() && TakeValue();
    }

    bool TakeName()
    {
        if (!IsNext((byte)'"'))
            return Fails("a member has no name");
        var length = JsonEnd.OfString.Find(octets[at..]) - 1;
        if (length < 0)
            return Breaks();
        Name = octets.Slice(at, length);
        at += length + 1;
        return IsNext((byte)':') || Fails("no colon stands behind a name");
    }

    bool TakeValue()
    {
        TakeBlanks();
        if (at == octets.Length)
            return Breaks();
        var first = octets[at];
        IsString = first == '"';
        int length;
        if (IsString)
        {
            at++;
            length = JsonEnd.OfString.Find(octets[at..]);
        }
        else if (first is (byte)'{' or (byte)'[')
        {
            length = new JsonEnd().Find(octets[at..]);
        }
        else
        {
            length = octets[at..].IndexOfAny(ScalarEnds);
            if (length == 0)
                return Fails("a member has no value");
        }
        ValueAt = at;
        if (length < 0)
        {
            Breaks();
            ValueLength = octets.Length - at;
            at = octets.Length;
            return true;
        }
        ValueLength = IsString ? length - 1 : length;
        at += length;
        return true;
    }

    bool Ends()
    {
        TakeBlanks();
        return at < octets.Length && Fails("something stands behind it");
    }

    bool IsNext(byte octet)
    {
        TakeBlanks();
        if (at == octets.Length || octets[at] != octet)
            return false;
        at++;
        return true;
    }

    void TakeBlanks()
    {
        while (at < octets.Length && octets[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            at++;
    }

    bool Breaks() => Fails("it breaks off");

    bool Fails(string why)
    {
        Fault = at == octets.Length ? "it breaks off" : why;
        return false;
    }
}
