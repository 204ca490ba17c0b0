using System.Text.Json;
using Gardu.Reports.Replay;

namespace Gardu.Reports.Rendering;

/// <summary>The member <c>replay</c> of the report for programs.</summary>
static class JsonReplay
{
    public static void Write(Utf8JsonWriter json, ReplayFigures replay)
    {
        json.WriteStartObject("replay");
        WriteRequests(json, "machines", replay.Machines);
        json.WriteStartObject("people");
        json.WriteNumber("requests", replay.People);
        json.WriteNumber("touched", replay.PeopleTouched);
        json.WriteEndObject();
        json.WriteStartArray("searchTouched");
        foreach (var machine in replay.SearchTouched)
            json.WriteStringValue(machine.Agent);
        json.WriteEndArray();
        WriteEarned(json, replay.Earned);
        json.WriteStartArray("agents");
        foreach (var machine in replay.ByMachine)
        {
            json.WriteStartObject();
            json.WriteString("agent", machine.Agent);
            json.WriteString("operator", machine.Operator);
            json.WriteString("purpose", machine.Purpose);
            WriteRequests(json, "requests", machine.Requests);
            WriteEarned(json, machine.Earned);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("rules");
        foreach (var rule in replay.ByRule)
        {
            json.WriteStartObject();
            json.WriteString("site", rule.Site);
            json.WriteString("rule", rule.Rule);
            json.WriteString("value", rule.Value);
            json.WriteString("mode", rule.Mode);
            WriteRequests(json, "requests", rule.Requests);
            WriteEarned(json, rule.Earned);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteRequests(Utf8JsonWriter json, string name, OutcomeFigures requests)
    {
        json.WriteStartObject(name);
        json.WriteNumber("all", requests.All);
        json.WriteNumber("allow", requests.Allowed);
        json.WriteNumber("limit", requests.Limited);
        json.WriteNumber("charge", requests.Charged);
        json.WriteNumber("refuse", requests.Refused);
        json.WriteEndObject();
    }

    static void WriteEarned(Utf8JsonWriter json, IReadOnlyList<EarnedFigures> earned)
    {
        json.WriteStartArray("worth");
        foreach (var sum in earned)
        {
            json.WriteStartObject();
            json.WriteString("currency", sum.Amount.Currency);
            json.WriteNumber("requests", sum.Requests);
            json.WriteString("amount", sum.Amount.Exact);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
