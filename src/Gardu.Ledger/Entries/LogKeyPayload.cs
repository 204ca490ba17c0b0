namespace Gardu.Ledger.Entries;

/// <summary>The payload of a change of the log's own keys.</summary>
/// <param name="Change"><c>added</c> or <c>retired</c>.</param>
/// <param name="Vkey">The key as others are told of it.</param>
public sealed record LogKeyPayload(string Change, string Vkey)
{
    /// <summary>Reads a payload as its octets are; null where it is of no key of the log.</summary>
    public static LogKeyPayload? Read(ReadOnlyMemory<byte> payload) => StrictJson.Read(payload, json =>
        json.Text("change") is { } change && json.Text("vkey") is { } vkey ? new LogKeyPayload(change, vkey) : null);
}
