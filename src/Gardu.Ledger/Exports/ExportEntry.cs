using System.Buffers;
using System.Text;
using System.Text.Json;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Proofs;

namespace Gardu.Ledger.Exports;

/// <summary>A line of an export: an entry, and its proof under the checkpoint of the first line.</summary>
/// <param name="Index">Its place, from 0.</param>
/// <param name="Entry">The entry. Whether its payload is its own (<see cref="Entry.IsWhole"/>) is for whoever reads to ask.</param>
/// <param name="Path">What leads from it to the root; see <see cref="TreeProofs.Inclusion"/>.</param>
public sealed record ExportEntry(long Index, Entry Entry, IReadOnlyList<TreeHash> Path)
{
    /// <summary>Writes the line in canonical form (RFC 8785), with its line feed.</summary>
    public void Write(IBufferWriter<byte> to)
    {
        Span<byte> envelope = stackalloc byte[Envelope.Size];
        Entry.Envelope.Write(envelope);
        var json = new CanonicalJson(to).Begin()
            .Text("entry", Convert.ToBase64String(envelope)).Number("index", Index).Texts("path", [.. Path.Select(hash => hash.ToString())]);
        if (!Entry.IsErased)
            json.Text("payload", Encoding.UTF8.GetString(Entry.Payload.Span)).Text("salt", Convert.ToBase64String(Entry.Salt.Span));
        json.End();
        to.Write("\n"u8);
    }

    /// <summary>Reads a line without its line feed; null for anything that <see cref="Write"/> does not write.</summary>
    public static ExportEntry? Parse(ReadOnlyMemory<byte> line) => line.Length > ExportHeader.LineMax ? null : StrictJson.Read(line, json =>
        json.Number("index") is { } index && Octets(json.Text("entry")) is { } octets && Envelope.TryRead(octets, out var envelope)
        && HashLines.Parse([.. json.Texts("path")], TlogProof.PathMax) is { } path && Of(json, envelope) is { } entry
        && new ExportEntry(index, entry, path) is var read && Canonical.IsWritten(line, read.Write) ? read : null);

    static Entry? Of(JsonElement json, Envelope envelope)
    {
        if (json.Text("salt") is not { } base64)
            return new Entry(envelope, default, default);
        return Octets(base64) is { Length: Envelope.SaltSize } salt && json.Text("payload") is { } payload && Encoding.UTF8.GetByteCount(payload) <= Envelope.PayloadMax
            ? new Entry(envelope, salt, Encoding.UTF8.GetBytes(payload))
            : null;
    }

    static byte[]? Octets(string? base64)
    {
        var octets = new byte[base64?.Length ?? 0];
        return Convert.TryFromBase64String(base64 ?? "", octets, out var length) ? octets[..length] : null;
    }
}
