using System.Buffers;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>
/// An object of JSON too long to be held: its text is handed over as it comes, and of the rest only what stands before the text, as long as that is short.
/// </summary>
sealed class LongJson : IDisposable
{
    /// <summary>Octets of the members before the text that are kept; with more, none is.</summary>
    public const int HeadMax = 64 * 1024;

    /// <summary>Octets of a name.</summary>
    const int NameMax = 4096;

    static readonly SearchValues<byte> ScalarEnds = SearchValues.Create(",}] \t\r\n"u8);

    readonly ByteWindow json = new(Stream.Null);
    readonly ByteWindow text = new(Stream.Null);
    readonly MemoryStream head = new();
    bool isHeadKept;
    long headBefore;

    /// <summary>An object of the members before the text.</summary>
    public ReadOnlySpan<byte> Head => head.GetBuffer().AsSpan(0, (int)head.Length);

    /// <summary>Where the text begins, in octets of the file.</summary>
    public long TextOffset { get; private set; }

    /// <summary>Why it is no object, in plain words; null where it is one.</summary>
    public string? Fault { get; private set; }

    /// <summary>Reads the object that a window begins with, and gives its text once, if it has one, while it stands there. Behind it, whatever follows the object is left, and <see cref="Fault"/> is known.</summary>
    public IEnumerable<ByteWindow> Texts(ByteWindow window, byte[] field, bool isInLine)
    {
        var whole = JsonValueStream.Of(window, isInLine);
        var from = window.Offset;
        json.Reset(whole);
        (Fault, isHeadKept) = (null, true);
        head.SetLength(0);
        head.Write("{"u8);
        json.TakeBlanks();
        var isFound = false;
        if (Expect((byte)'{', "it does not begin with a brace"))
        {
            for (var isFirst = true; Name(isFirst, field, out var isText); isFirst = false)
            {
                if (isText && !isFound)
                {
                    isFound = true;
                    if (json.Rest[0] == '"')
                    {
                        json.Take(1);
                        TextOffset = from + json.Offset;
                        CloseHead();
                        var value = JsonValueStream.OfString(json);
                        text.Reset(value);
                        yield return text;
                        if (!value.IsWhole)
                            Fault = "it breaks off";
                        continue;
                    }
                }
                SkipValue();
            }
        }
        whole.Drain();
    }

    public void Dispose()
    {
        json.Dispose();
        text.Dispose();
    }

    /// <summary>Takes what is before a value: comma, name and colon. False at the object's end or where a fault stands.</summary>
    bool Name(bool isFirst, ReadOnlySpan<byte> field, out bool isText)
    {
        isText = false;
        if (Fault is not null || !TakeBlanks() || (json.Rest[0] == '}' && Take(1)))
            return false;
        if (!isFirst && !(Expect((byte)',', "no comma stands between two members") && TakeBlanks()))
            return false;
        json.Ensure(NameMax);
        var start = json.Rest[..Math.Min(json.Rest.Length, NameMax)];
        if (start[0] != '"')
            return Fails("a member has no name");
        var length = new JsonEnd().Find(start);
        if (length < 0)
            return Fails("a member's name has no end");
        var name = start[1..(length - 1)];
        isText = name.SequenceEqual(field) || (name.Contains((byte)'\\') && JsonName.IsEscaped(name, field));
        headBefore = head.Length;
        Keep(isFirst ? [] : ","u8);
        Keep(start[..length]);
        json.Take(length);
        if (!TakeBlanks() || !Expect((byte)':', "no colon stands behind a name") || !TakeBlanks())
            return false;
        Keep(":"u8);
        return true;
    }

    void SkipValue()
    {
        if (json.Rest[0] is (byte)'"' or (byte)'{' or (byte)'[')
        {
            var value = JsonValueStream.Of(json, isInLine: false);
            Span<byte> room = stackalloc byte[4096];
            while (value.Read(room) is var read and > 0)
                Keep(room[..read]);
            if (!value.IsWhole)
                Fails("it breaks off");
            return;
        }
        for (var length = 0; ;)
        {
            var end = json.Rest.IndexOfAny(ScalarEnds);
            length += end < 0 ? json.Rest.Length : end;
            Keep(json.Rest[..(end < 0 ? json.Rest.Length : end)]);
            json.Take(end < 0 ? json.Rest.Length : end);
            if (end >= 0 && length == 0)
                Fails("a member has no value");
            if (end >= 0 || !json.More())
                return;
        }
    }

    void Keep(ReadOnlySpan<byte> octets)
    {
        isHeadKept &= head.Length + octets.Length <= HeadMax;
        if (isHeadKept)
            head.Write(octets);
    }

    /// <summary>Leaves out the text's name, and what comes behind it.</summary>
    void CloseHead()
    {
        head.SetLength(isHeadKept ? headBefore : 1);
        head.Write("}"u8);
        isHeadKept = false;
    }

    bool TakeBlanks() => json.TakeBlanks() || Fails("it breaks off");

    bool Take(int count)
    {
        json.Take(count);
        return true;
    }

    bool Expect(byte octet, string otherwise) => json.Rest is [var first, ..] && first == octet ? Take(1) : Fails(otherwise);

    bool Fails(string why)
    {
        Fault = why;
        return false;
    }
}
