namespace Gardu.Ledger.Entries;

/// <summary>The payload of a licensee's entry.</summary>
/// <param name="Change"><c>added</c> or <c>erased</c>.</param>
/// <param name="Licensee">Its id, <c>lic_…</c>.</param>
/// <param name="Name">Its name; null where it was erased.</param>
public sealed record LicenseePayload(string Change, string Licensee, string? Name)
{
    /// <summary>Reads a payload as its octets are; null where it is of no licensee.</summary>
    public static LicenseePayload? Read(ReadOnlyMemory<byte> payload) => StrictJson.Read(payload, json =>
        json.Text("change") is { } change && json.Text("licensee") is { } licensee ? new LicenseePayload(change, licensee, json.Text("name")) : null);
}
