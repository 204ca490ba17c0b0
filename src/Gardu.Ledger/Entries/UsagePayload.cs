namespace Gardu.Ledger.Entries;

/// <summary>What statements and cases need of a usage entry's payload.</summary>
/// <param name="Site">The site's name.</param>
/// <param name="Proof">How it was established who asked: <c>signed</c>, <c>credential</c>, <c>address</c>, <c>dns</c>, <c>claimed</c>, <c>spoofed</c> or <c>none</c>.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Bytes">Of the response's body; 0 where nothing is said of it.</param>
public sealed record UsagePayload(string Site, string Proof, string Decision, long Bytes)
{
    /// <summary>The request's name.</summary>
    public string? Id { get; init; }

    /// <summary>HTTP method.</summary>
    public string? Method { get; init; }

    /// <summary>Path and query as sent.</summary>
    public string? Path { get; init; }

    /// <summary>Who asked, by the catalogue's name; null for machines that nobody knows.</summary>
    public string? Agent { get; init; }

    /// <summary>The licensee whose credential came along.</summary>
    public string? Licensee { get; init; }

    /// <summary>What it was for; null where that is not known.</summary>
    public string? Purpose { get; init; }

    /// <summary>How the hash of the terms in force begins, in hexadecimal.</summary>
    public string? Terms { get; init; }

    /// <summary>Whose agent it is.</summary>
    public string? Operator { get; init; }

    /// <summary>What the machine called itself.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The rule that decided; null where none did.</summary>
    public string? Rule { get; init; }

    /// <summary>The code of why it was decided so.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether what was decided was done too: <c>observe</c>, <c>warn</c> or <c>enforce</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>The HTTP status that was answered; null where nothing is said of it.</summary>
    public long? Status { get; init; }

    /// <summary>Reads a payload as its octets are; null where it is no usage.</summary>
    public static UsagePayload? Read(ReadOnlyMemory<byte> payload) => StrictJson.Read(payload, json =>
        json.Text("site") is { } site && json.Text("proof") is { } proof && json.Text("decision") is { } decision
            ? new UsagePayload(site, proof, decision, json.Number("bytes") ?? 0)
            {
                Id = json.Text("id"),
                Method = json.Text("method"),
                Path = json.Text("path"),
                Agent = json.Text("agent"),
                Licensee = json.Text("licensee"),
                Purpose = json.Text("purpose"),
                Terms = json.Text("terms"),
                Operator = json.Text("operator"),
                UserAgent = json.Text("userAgent"),
                Rule = json.Text("rule"),
                Reason = json.Text("reason"),
                Mode = json.Text("mode"),
                Status = json.Number("status"),
            }
            : null);
}
