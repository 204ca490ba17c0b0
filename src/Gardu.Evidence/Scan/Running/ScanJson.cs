using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gardu.Evidence.Scan.Matching;
using Gardu.Evidence.Scan.Reporting;

namespace Gardu.Evidence.Scan.Running;

/// <summary>How what a scan writes is written. By metadata, since a writer made for a type holds all that it writes until the end, and a report may be larger than memory.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalLine))]
[JsonSerializable(typeof(Hit))]
[JsonSerializable(typeof(ScanHead))]
[JsonSerializable(typeof(FileResult))]
[JsonSerializable(typeof(ScanReport))]
sealed partial class ScanJson : JsonSerializerContext
{
    /// <summary>For people and programs that read it at once: indented, letters as they are.</summary>
    public static ScanJson Shown { get; } = new(new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
