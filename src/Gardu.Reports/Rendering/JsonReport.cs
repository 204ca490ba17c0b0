using System.Globalization;
using System.Text.Json;
using Gardu.Reports.Traffic;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;

namespace Gardu.Reports.Rendering;

/// <summary>The report for programs. Its keys are stable; later proofs and figures add keys.</summary>
public static class JsonReport
{
    static readonly JsonWriterOptions Options = new() { Indented = true };

    /// <summary>Writes the report as one JSON object with a line end behind it.</summary>
    public static void Write(TrafficSummary summary, Stream to)
    {
        using (var json = new Utf8JsonWriter(to, Options))
        {
            json.WriteStartObject();
            WriteSource(json, summary.Source);
            WriteTraffic(json, summary.Traffic);
            json.WriteStartArray("agents");
            foreach (var machine in summary.Machines)
                WriteMachine(json, machine);
            json.WriteEndArray();
            WriteReferrals(json, summary.Referrals);
            WriteWorth(json, summary.Worth);
            if (summary.Replay is { } replay)
                JsonReplay.Write(json, replay);
            json.WriteEndObject();
        }
        to.WriteByte((byte)'\n');
    }

    static void WriteSource(Utf8JsonWriter json, SourceFigures source)
    {
        json.WriteStartObject("source");
        json.WriteNumber("files", source.Files);
        json.WriteNumber("lines", source.Lines);
        json.WriteNumber("parsed", source.Parsed);
        json.WriteNumber("rejected", source.Rejected);
        WriteTime(json, "from", source.From);
        WriteTime(json, "to", source.To);
        json.WriteEndObject();
    }

    static void WriteTraffic(Utf8JsonWriter json, TrafficFigures traffic)
    {
        json.WriteStartObject("traffic");
        json.WriteNumber("requests", traffic.Requests);
        json.WriteNumber("bytes", traffic.Bytes);
        json.WriteStartObject("machines");
        json.WriteNumber("requests", traffic.MachineRequests);
        json.WriteNumber("bytes", traffic.MachineBytes);
        json.WriteNumber("share", traffic.MachineShare);
        json.WriteEndObject();
        if (traffic.Suspected is { } suspected)
            json.WriteNumber("suspected", suspected);
        json.WriteEndObject();
    }

    static void WriteMachine(Utf8JsonWriter json, MachineFigures machine)
    {
        json.WriteStartObject();
        json.WriteString("agent", machine.Agent);
        json.WriteString("operator", machine.Operator);
        json.WriteString("purpose", machine.Purpose);
        json.WriteNumber("requests", machine.Requests);
        json.WriteNumber("bytes", machine.Bytes);
        json.WriteStartObject("proof");
        foreach (var proof in ProofNames.StrongestFirst)
            json.WriteNumber(proof.Name(), machine.Proven(proof));
        json.WriteEndObject();
        json.WriteStartArray("grounds");
        foreach (var grounds in machine.Grounds)
        {
            json.WriteStartObject();
            json.WriteString("code", grounds.Reason.Code);
            json.WriteString("proof", grounds.Proof.Name());
            json.WriteNumber("requests", grounds.Requests);
            json.WriteString("reason", grounds.Reason.Title);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("refused", machine.Refused);
        if (machine.IgnoredRobots is { } ignored)
            json.WriteNumber("ignoredRobots", ignored);
        else
            json.WriteNull("ignoredRobots");
        WriteTime(json, "firstSeen", machine.FirstSeen);
        WriteTime(json, "lastSeen", machine.LastSeen);
        json.WriteStartArray("topPaths");
        foreach (var path in machine.TopPaths)
        {
            json.WriteStartObject();
            json.WriteString("path", path.Path);
            json.WriteNumber("requests", path.Requests);
            if (path.IsEstimate)
                json.WriteBoolean("estimate", true);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteReferrals(Utf8JsonWriter json, IReadOnlyList<ReferralFigures> referrals)
    {
        json.WriteStartArray("referrals");
        foreach (var row in referrals)
        {
            json.WriteStartObject();
            json.WriteString("operator", row.Operator);
            json.WriteNumber("visitors", row.Visitors);
            if (row.CrawlToRefer is { } ratio)
                json.WriteNumber("crawlToRefer", ratio);
            else
                json.WriteNull("crawlToRefer");
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void WriteWorth(Utf8JsonWriter json, WorthFigures worth)
    {
        json.WriteStartObject("worth");
        json.WriteString("currency", worth.Currency);
        json.WriteString("total", Exact(worth.TotalMicros));
        json.WriteStartArray("lines");
        foreach (var line in worth.Lines)
        {
            json.WriteStartObject();
            json.WriteString("agent", line.Agent);
            json.WriteString("purpose", line.Purpose);
            json.WriteNumber("requests", line.Requests);
            json.WriteString("amount", Exact(line.Micros));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();

        string Exact(long micros) => new Money(micros, worth.Currency).Exact;
    }

    static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known)
            json.WriteString(name, Rfc3339(known));
        else
            json.WriteNull(name);
    }

    static string Rfc3339(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
}
