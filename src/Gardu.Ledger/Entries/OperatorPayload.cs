namespace Gardu.Ledger.Entries;

/// <summary>The payload of an operator's entry: what the owner did to the record.</summary>
/// <param name="Action"><c>erase</c> or <c>restore</c>.</param>
/// <param name="Entries">How many payloads went; null where it was no erasure.</param>
public sealed record OperatorPayload(string Action, long? Entries)
{
    /// <summary>Reads a payload as its octets are; null where it is no operator's.</summary>
    public static OperatorPayload? Read(ReadOnlyMemory<byte> payload) => StrictJson.Read(payload, json =>
        json.Text("action") is { } action ? new OperatorPayload(action, json.Number("entries")) : null);
}
