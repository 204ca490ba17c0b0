namespace Gardu.Ledger.Entries;

/// <summary>The payload of a change of a licensee's key.</summary>
/// <param name="Change"><c>added</c>, <c>ends</c> or <c>revoked</c>.</param>
/// <param name="Key">The key's id, <c>key_…</c>.</param>
/// <param name="Licensee">Whose it is, <c>lic_…</c>.</param>
/// <param name="Purpose">What it is for; null where it is for anything.</param>
/// <param name="Expires">When it ends (RFC 3339); null where it does not.</param>
public sealed record KeyPayload(string Change, string Key, string Licensee, string? Purpose, string? Expires)
{
    /// <summary>Reads a payload as its octets are; null where it is of no key of a licensee.</summary>
    public static KeyPayload? Read(ReadOnlyMemory<byte> payload) => StrictJson.Read(payload, json =>
        json.Text("change") is { } change && json.Text("key") is { } key && json.Text("licensee") is { } licensee
            ? new KeyPayload(change, key, licensee, json.Text("purpose"), json.Text("expires"))
            : null);
}
