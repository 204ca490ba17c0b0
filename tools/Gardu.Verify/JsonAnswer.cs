using System.Text.Json;

namespace Gardu.Verify;

/// <summary>The reports for programs to read: one object, with the same words.</summary>
static class JsonAnswer
{
    public static void Write(IReadOnlyList<Report> reports, Stream to)
    {
        using var json = new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true });
        var verdict = new Verdict(reports);
        json.WriteStartObject();
        json.WriteString("verdict", verdict.ExitCode switch { ExitCode.Verified => "verified", ExitCode.Unread => "unread", _ => "doubt" });
        json.WriteNumber("doubts", verdict.Doubts);
        json.WriteNumber("unread", verdict.Unread);
        json.WriteStartArray("files");
        foreach (var report in reports)
        {
            json.WriteStartObject();
            json.WriteString("file", report.File);
            json.WriteString("kind", report.Kind);
            json.WriteString("unread", report.Unread);
            Texts(json, "proven", report.Proven);
            Texts(json, "doubts", report.Doubts);
            Texts(json, "notProven", report.NotProven);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        to.WriteByte((byte)'\n');
    }

    static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
