namespace Gardu.Ledger.Entries;

/// <summary>The payload of a configuration: what the gate works by from then on.</summary>
/// <param name="Program">The program's name and version.</param>
/// <param name="Sha256">Of the configuration in force, in hexadecimal.</param>
/// <param name="Sites">Each site with its mode, and how the hash of its terms begins.</param>
public sealed record ConfigurationPayload(string Program, string Sha256, IReadOnlyList<(string Site, string Mode, string Terms)> Sites)
{
    /// <summary>Reads a payload as its octets are; null where it is no configuration.</summary>
    public static ConfigurationPayload? Read(ReadOnlyMemory<byte> payload) => StrictJson.Read(payload, json =>
        json.Text("program") is { } program && json.Text("sha256") is { } sha256
            ? new ConfigurationPayload(program, sha256, [.. json.Items("sites").Where(site => site.ValueKind == System.Text.Json.JsonValueKind.Object)
                .Select(site => (site.Text("site") ?? "", site.Text("mode") ?? "", site.Text("terms") ?? ""))])
            : null);
}
