using System.Net;
using System.Text.Json.Nodes;

namespace Gardu.Reports.Tests.Naive;

/// <summary>
/// A second program that replays: all requests sorted by time in one list, each window a list of the moments that passed. It
/// knows patterns as plain prefixes only, and reads values with its own few lines.
/// </summary>
sealed class NaiveReplay
{
    public required NaiveReport Report { get; init; }

    /// <summary>Longest prefix first; a subject is a token, a purpose or <c>all</c>.</summary>
    public required (string Prefix, (string Subject, string Value)[] Lines)[] Terms { get; init; }

    public required string Unknown { get; init; }

    sealed record Outcome(NaiveReport.Request Request, string Rule, string Value, string Verdict, long Micros);

    public JsonNode Compute(string log)
    {
        var all = Report.Requests(log).ToList();
        var outcomes = new List<Outcome>();
        var windows = new Dictionary<(string, string), List<DateTimeOffset>>();
        foreach (var request in all.Where(request => request.Agent != "").OrderBy(request => request.Time)) // stable
        {
            var (rule, value) = RuleFor(request);
            var (price, count, seconds) = Parts(value);
            var verdict = value == "refuse" ? "refuse" : price > 0 ? "charge" : "allow";
            if (count > 0)
            {
                var key = (rule, request.Proof == "address" ? request.Agent : Network(request.Address, request.Operator is null));
                if (!windows.TryGetValue(key, out var passed))
                    windows[key] = passed = [];
                if (passed.Count(moment => moment > request.Time.AddSeconds(-seconds)) >= count)
                    verdict = "limit";
                else
                    passed.Add(request.Time);
            }
            var earns = verdict == "charge" && request.Proof != "spoofed" && request.Method != "HEAD" && request.Status / 100 == 2 && request.Status != 204;
            outcomes.Add(new Outcome(request, rule, value, verdict, earns ? price : 0));
        }
        return new JsonObject
        {
            ["machines"] = Counts(outcomes),
            ["people"] = new JsonObject { ["requests"] = all.Count(request => request.Agent == ""), ["touched"] = 0 },
            ["searchTouched"] = new JsonArray([.. By(outcomes, outcome => outcome.Request.Agent).Where(group => group.First().Request.Purpose == "search" && group.Any(outcome => outcome.Verdict != "allow")).Select(group => (JsonNode)group.Key)]),
            ["worth"] = Worth(outcomes),
            ["agents"] = new JsonArray([.. By(outcomes, outcome => outcome.Request.Agent).Select(group => new JsonObject
            {
                ["agent"] = group.Key, ["operator"] = group.First().Request.Operator, ["purpose"] = group.First().Request.Purpose, ["requests"] = Counts(group), ["worth"] = Worth(group),
            })]),
            ["rules"] = new JsonArray([.. By(outcomes, outcome => outcome.Rule).Select(group => new JsonObject
            {
                ["site"] = "*", ["rule"] = group.Key == "" ? null : group.Key, ["value"] = group.Key == "" ? null : group.First().Value, ["mode"] = group.Key == "" ? null : "observe",
                ["requests"] = Counts(group), ["worth"] = Worth(group),
            })]),
        };
    }

    (string Rule, string Value) RuleFor(NaiveReport.Request request)
    {
        if (request.Path is "/robots.txt" or "/sitemap.xml")
            return ("", "allow");
        var found = ("", "allow");
        foreach (var (prefix, lines) in Terms.Where(rule => NaiveReport.Canonical(request.Path).StartsWith(rule.Prefix, StringComparison.Ordinal)))
        {
            string[] subjects = request.Operator is null ? ["all"] : [$"agent:{request.Agent}", request.Purpose, "all"];
            var line = subjects.Select(subject => lines.FirstOrDefault(line => line.Subject == subject)).FirstOrDefault(line => line.Subject is not null);
            if (line.Subject is null)
                continue;
            found = ($"{prefix} {line.Subject}", line.Value);
            break;
        }
        var isUnknown = request.Operator is null || request.Proof == "spoofed";
        return isUnknown && Strictness(Unknown) > Strictness(found.Item2) ? ("unknown-machines", Unknown) : found;
    }

    static double Strictness(string value)
    {
        var (price, count, seconds) = Parts(value);
        return value == "refuse" ? 3e9 : price > 0 ? 2e9 + price : count > 0 ? 1e9 - (double)count / seconds : 0;
    }

    /// <summary>Micros of a price in USD, and a limit, each 0 where there is none.</summary>
    static (long Micros, int Count, int Seconds) Parts(string value)
    {
        var parts = value.Split(", ");
        var price = parts[0].EndsWith(" USD", StringComparison.Ordinal) ? (long)(decimal.Parse(parts[0][..^4], System.Globalization.CultureInfo.InvariantCulture) * 1_000_000) : 0;
        var limit = parts.FirstOrDefault(part => part.StartsWith("limit ", StringComparison.Ordinal))?[6..].Split('/');
        return limit is null ? (price, 0, 0)
            : (price, int.Parse(limit[0], System.Globalization.CultureInfo.InvariantCulture), limit[1] switch { "s" => 1, "min" => 60, "h" => 3600, _ => 86_400 });
    }

    static string Network(string address, bool isUnknown) =>
        !IPAddress.TryParse(address, out var ip) ? address
        : ip.GetAddressBytes() is { Length: 16 } bytes ? Convert.ToHexString(bytes[..8])
        : isUnknown ? address[..address.LastIndexOf('.')] : address;

    static IEnumerable<IGrouping<string, Outcome>> By(List<Outcome> outcomes, Func<Outcome, string> key) => outcomes.GroupBy(key)
        .OrderByDescending(group => group.Count(outcome => outcome.Verdict != "allow")).ThenByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal);

    static JsonObject Counts(IEnumerable<Outcome> outcomes) => new()
    {
        ["all"] = outcomes.Count(),
        ["allow"] = outcomes.Count(outcome => outcome.Verdict == "allow"), ["limit"] = outcomes.Count(outcome => outcome.Verdict == "limit"),
        ["charge"] = outcomes.Count(outcome => outcome.Verdict == "charge"), ["refuse"] = outcomes.Count(outcome => outcome.Verdict == "refuse"),
    };

    static JsonArray Worth(IEnumerable<Outcome> outcomes)
    {
        var earning = outcomes.Where(outcome => outcome.Micros > 0).ToList();
        return earning.Count == 0 ? [] : [new JsonObject { ["currency"] = "USD", ["requests"] = earning.Count, ["amount"] = NaiveReport.Amount(earning.Sum(outcome => outcome.Micros)) }];
    }
}
