using System.Buffers;
using System.Text;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Notes;

namespace Gardu.Ledger.Exports;

/// <summary>The first line of an export: what it is of.</summary>
/// <param name="Note">The checkpoint under which every entry is proven, with its signatures.</param>
/// <param name="Filter">What was asked for.</param>
/// <param name="Keys">The log's keys.</param>
public sealed record ExportHeader(SignedNote Note, ExportFilter Filter, IReadOnlyList<NoteKey> Keys)
{
    /// <summary>Octets of a line of an export at the most, without its line feed: the longest payload, escaped, with its envelope and path.</summary>
    public const int LineMax = 256 * 1024;

    /// <summary>Keys at the most.</summary>
    public const int KeysMax = 64;

    /// <summary>How the file begins.</summary>
    public const string Beginning = "{\"checkpoint\":";

    const string Format = "gardu-export/1";

    /// <summary>Writes the line in canonical form (RFC 8785), with its line feed.</summary>
    public void Write(IBufferWriter<byte> to)
    {
        var json = new CanonicalJson(to).Begin().Text("checkpoint", Note.ToString());
        Filter.Write(json);
        json.Text("format", Format).Texts("keys", [.. Keys.Select(key => key.ToString())]).End();
        to.Write("\n"u8);
    }

    /// <summary>Reads a line without its line feed; null for anything that <see cref="Write"/> does not write.</summary>
    public static ExportHeader? Parse(ReadOnlyMemory<byte> line) => line.Length > LineMax ? null : StrictJson.Read(line, json =>
    {
        if (json.Text("checkpoint") is not { } checkpoint || SignedNote.Parse(Encoding.UTF8.GetBytes(checkpoint)) is not { } note || ExportFilter.Read(json) is not { } filter)
            return null;
        NoteKey?[] keys = [.. json.Texts("keys").Select(NoteKey.Parse)];
        if (keys.Length > KeysMax || keys.Any(key => key is not { Type: NoteKeyType.Ed25519 }))
            return null;
        var header = new ExportHeader(note, filter, [.. keys.OfType<NoteKey>()]);
        return Canonical.IsWritten(line, header.Write) ? header : null;
    });
}
