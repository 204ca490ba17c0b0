using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gardu.Agents.Catalogue;

namespace Gardu.Reports.Tests.Naive;

/// <summary>
/// A second program that computes the same figures: regular expressions, lists and LINQ, nothing of the product but the
/// catalogue's data. It knows patterns of robots.txt and terms as plain prefixes only, which is what the test uses.
/// </summary>
sealed partial class NaiveReport
{
    static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    /// <summary>What a log can show, and the proof that each comes with.</summary>
    static readonly Dictionary<string, (string Proof, string Title)> Reasons = new()
    {
        ["address-listed"] = ("address", "From an address of the operator"),
        ["no-proof-published"] = ("claimed", "Only the user agent says so"),
        ["proof-not-at-hand"] = ("claimed", "Nothing at hand to check it by"),
        ["local-address"] = ("claimed", "From a local address"),
        ["address-not-listed"] = ("spoofed", "Not from an address of the operator"),
        ["control-token"] = ("spoofed", "A name that never fetches"),
    };

    readonly Dictionary<string, (Agent? Agent, bool IsBrowser, string Name)> claims = [];

    public required Dictionary<string, (DateTimeOffset Dated, string[] Ranges)> Feeds { get; init; }
    public required string[] Trusted { get; init; }
    public required Dictionary<string, string[]> Disallowed { get; init; }

    /// <summary>Longest prefix first: micros by purpose or token; 0 refuses or allows, and a missing key leaves it to the next.</summary>
    public required (string Prefix, Dictionary<string, long> Prices)[] Terms { get; init; }

    public required long UnknownPrice { get; init; }

    internal sealed record Request(string Address, DateTimeOffset Time, string Method, string Path, int Status, long Bytes, string Referrer, string Agent, string? Operator, string Purpose, string Proof, string Grounds);

    static IEnumerable<string> Lines(string log) => log.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Trim() != "" && line[0] != '#');

    /// <summary>Every line that is one, in the order of the log; <c>Agent</c> is empty for people.</summary>
    internal IEnumerable<Request> Requests(string log) => Lines(log).Select(line => Combined().Match(line)).Where(match => match.Success && TimeOf(match) is not null).Select(Read);

    public JsonNode Compute(string log)
    {
        var lines = Lines(log).ToList();
        var all = Requests(log).ToList();
        var machines = all.Where(request => request.Agent != "").ToList();
        var rows = machines.GroupBy(request => request.Agent).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).ToList();
        return new JsonObject
        {
            ["source"] = new JsonObject
            {
                ["files"] = 1, ["lines"] = lines.Count, ["parsed"] = all.Count, ["rejected"] = lines.Count - all.Count,
                ["from"] = Text(all.Min(request => request.Time)), ["to"] = Text(all.Max(request => request.Time)),
            },
            ["traffic"] = new JsonObject
            {
                ["requests"] = all.Count, ["bytes"] = all.Sum(request => request.Bytes),
                ["machines"] = new JsonObject { ["requests"] = machines.Count, ["bytes"] = machines.Sum(request => request.Bytes), ["share"] = (double)machines.Count / all.Count },
            },
            ["agents"] = new JsonArray([.. rows.Select(Row)]),
            ["referrals"] = Referrals(all, machines),
            ["worth"] = Worth(machines),
        };
    }

    JsonNode Row(IGrouping<string, Request> row) => new JsonObject
    {
        ["agent"] = row.Key, ["operator"] = row.First().Operator, ["purpose"] = row.First().Purpose,
        ["requests"] = row.Count(), ["bytes"] = row.Sum(request => request.Bytes),
        ["proof"] = new JsonObject
        {
            ["signed"] = 0, ["credential"] = 0, ["address"] = row.Count(request => request.Proof == "address"), ["dns"] = 0,
            ["claimed"] = row.Count(request => request.Proof == "claimed"), ["spoofed"] = row.Count(request => request.Proof == "spoofed"),
        },
        ["grounds"] = new JsonArray([.. row.Where(request => request.Grounds != "").CountBy(request => request.Grounds).OrderByDescending(grounds => grounds.Value).ThenBy(grounds => grounds.Key, StringComparer.Ordinal)
            .Select(grounds => new JsonObject { ["code"] = grounds.Key, ["proof"] = Reasons[grounds.Key].Proof, ["requests"] = grounds.Value, ["reason"] = Reasons[grounds.Key].Title })]),
        ["refused"] = row.Count(request => request.Status is 401 or 402 or 403 or 429),
        ["ignoredRobots"] = row.Count(request => request.Path != "/robots.txt"
            && (Disallowed.TryGetValue(row.Key, out var own) ? own : Disallowed["*"]).Any(prefix => Canonical(request.Path).StartsWith(prefix, StringComparison.Ordinal))),
        ["firstSeen"] = Text(row.Min(request => request.Time)), ["lastSeen"] = Text(row.Max(request => request.Time)),
        ["topPaths"] = new JsonArray([.. row.CountBy(request => request.Path).OrderByDescending(path => path.Value).ThenBy(path => path.Key, StringComparer.Ordinal).Take(10)
            .Select(path => new JsonObject { ["path"] = path.Key, ["requests"] = path.Value })]),
    };

    static JsonArray Referrals(List<Request> all, List<Request> machines)
    {
        string[] assets = [".jpg", ".css"];
        var senders = all.Select(request => request.Referrer).Distinct().ToDictionary(
            referrer => referrer, referrer => AgentCatalogue.BuiltIn.Operators.FirstOrDefault(known => known.Domains.Any(domain => IsFrom(domain, referrer)))?.Name);
        var rows =
            from known in AgentCatalogue.BuiltIn.Operators
            let visitors = all.Count(request => senders[request.Referrer] == known.Name && request.Agent == "" && request.Proof != "trusted" && request.Method == "GET" && (request.Status / 100 == 2 || request.Status == 304)
                && !assets.Any(extension => request.Path.Split('?')[0].EndsWith(extension, StringComparison.OrdinalIgnoreCase)))
            let own = machines.Where(request => request.Operator == known.Name).ToList()
            where visitors > 0 || own.Count > 0
            orderby visitors descending, known.Name
            select new JsonObject
            {
                ["operator"] = known.Name, ["visitors"] = visitors,
                ["crawlToRefer"] = visitors == 0 ? null : (double)own.Count(request => request.Proof != "spoofed") / visitors,
            };
        return [.. rows];
    }

    JsonObject Worth(List<Request> machines)
    {
        var charged = machines.Where(request => request.Proof != "spoofed" && request.Method != "HEAD" && request.Status / 100 == 2 && request.Status != 204)
            .Select(request => (request.Agent, request.Purpose, Micros: PriceOf(request))).Where(charge => charge.Micros > 0).ToList();
        var lines = charged.GroupBy(charge => (charge.Agent, charge.Purpose)).Select(group => (group.Key.Agent, group.Key.Purpose, Count: group.Count(), Micros: group.Sum(charge => charge.Micros)))
            .OrderByDescending(line => line.Micros).ThenBy(line => line.Agent, StringComparer.Ordinal);
        return new JsonObject
        {
            ["currency"] = "USD", ["total"] = Amount(charged.Sum(charge => charge.Micros)),
            ["lines"] = new JsonArray([.. lines.Select(line => new JsonObject { ["agent"] = line.Agent, ["purpose"] = line.Purpose, ["requests"] = line.Count, ["amount"] = Amount(line.Micros) })]),
        };
    }

    long PriceOf(Request request)
    {
        if (request.Path is "/robots.txt" or "/sitemap.xml")
            return 0;
        if (request.Operator is null)
            return UnknownPrice;
        foreach (var (prefix, prices) in Terms)
            if (Canonical(request.Path).StartsWith(prefix, StringComparison.Ordinal) && (prices.TryGetValue(request.Agent, out var price) || prices.TryGetValue(request.Purpose, out price)))
                return price;
        return 0;
    }

    Request Read(Match match)
    {
        string Group(string name) => Unescape(match.Groups[name].Value);
        var time = TimeOf(match)!.Value; // only those that have one come here
        if (!claims.TryGetValue(Group("ua"), out var claim))
            claims[Group("ua")] = claim = Claim(Group("ua"));
        var (agent, isBrowser, name) = claim;
        var (found, grounds) = Identify(agent, match.Groups["ip"].Value, time);
        var proof = Reasons.TryGetValue(grounds, out var reason) ? reason.Proof : grounds;
        var isPerson = proof == "trusted" || (found is null && isBrowser);
        return new Request(match.Groups["ip"].Value, time, Group("method"), Group("path"), int.Parse(match.Groups["status"].Value, CultureInfo.InvariantCulture),
            match.Groups["bytes"].Value == "-" ? 0 : long.Parse(match.Groups["bytes"].Value, CultureInfo.InvariantCulture), Group("ref"),
            isPerson ? "" : found?.Token ?? name, isPerson ? null : found?.Operator.Name, isPerson || found is null ? "unknown" : PurposeOf(found), proof, isPerson || found is null ? "" : grounds);
    }

    /// <summary>The grounds; for people <c>trusted</c> or nothing.</summary>
    (Agent? Agent, string Grounds) Identify(Agent? agent, string ip, DateTimeOffset time)
    {
        if (!IPAddress.TryParse(ip, out var address))
            return (agent, agent is { IsControlToken: true } ? "control-token" : Unproven(agent, "proof-not-at-hand"));
        if (Trusted.Any(range => IPNetwork.Parse(range).Contains(address)))
            return (null, "trusted");
        if (agent is { IsControlToken: true })
            return (agent, "control-token");
        if (IPAddress.IsLoopback(address) || ip.StartsWith("10.", StringComparison.Ordinal))
            return (agent, Unproven(agent, "local-address"));
        var listed = Feeds.Where(feed => feed.Value.Ranges.Any(range => IPNetwork.Parse(range).Contains(address))).Select(feed => feed.Key).ToList();
        var own = agent?.Proofs.Feeds.Select(source => source.File).Where(Feeds.ContainsKey).ToList() ?? [];
        if (own.Any(listed.Contains))
            return (agent, "address-listed");
        var owners = listed.Select(file => AgentCatalogue.BuiltIn.Agents.Where(known => known.Proofs.Feeds.Any(source => source.File == file)).ToList());
        if (owners.FirstOrDefault(known => known.Count == 1) is [var sole])
            return (sole, "address-listed");
        return (agent, own.Any(file => (time - Feeds[file].Dated).Duration().TotalDays <= 90) ? "address-not-listed" : Unproven(agent, "proof-not-at-hand"));
    }

    static string Unproven(Agent? agent, string otherwise) =>
        agent is null ? "" : agent.Proofs.Feeds.Count + agent.Proofs.DnsSuffixes.Count == 0 ? "no-proof-published" : otherwise;

    static (Agent? Agent, bool IsBrowser, string Name) Claim(string userAgent)
    {
        if (userAgent is "" or "-")
            return (null, false, "(empty)");
        var named =
            from agent in AgentCatalogue.BuiltIn.Agents
            from pattern in agent.Patterns
            let match = Regex.Match(userAgent, $@"(?<![\w./@-]){(pattern.StartsWith('^') ? "^" : "")}{Regex.Escape(pattern.TrimStart('^'))}(?![\w@-])", RegexOptions.IgnoreCase)
            where match.Success
            orderby match.Index, pattern.Length descending
            select agent;
        return named.FirstOrDefault() is { } first ? (first, false, first.Token) : (null, userAgent.StartsWith("Mozilla/", StringComparison.Ordinal), userAgent.Split('/')[0]);
    }

    static bool IsFrom(string domain, string referrer) =>
        Regex.IsMatch(referrer, $@"^\w+://([\w-]+\.)*{Regex.Escape(domain).Replace(@"\.\*", @"\.(com|co\.id)", StringComparison.Ordinal)}(:\d+)?(/|$)", RegexOptions.IgnoreCase);

    static string PurposeOf(Agent agent) => agent.Purpose.ToString() switch { "AiTrain" => "ai-train", "AiInput" => "ai-input", "AiIndex" => "ai-index", var other => other.ToLowerInvariant() };

    static DateTimeOffset? TimeOf(Match match) =>
        DateTimeOffset.TryParseExact(match.Groups["time"].Value, "dd/MMM/yyyy:HH:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.ToUniversalTime() : null;

    static string Unescape(string text)
    {
        var bytes = Regex.Replace(text, @"\\x(..)|\\(.)", match => match.Groups[1].Success ? ((char)Convert.ToByte(match.Groups[1].Value, 16)).ToString() : match.Groups[2].Value);
        return Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(bytes));
    }

    internal static string Canonical(string path) => path.Replace("é", "%C3%A9", StringComparison.Ordinal);

    static string Text(DateTimeOffset time) => (Epoch + (time - Epoch)).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    internal static string Amount(long micros) => (micros / 1_000_000m).ToString("0.000000", CultureInfo.InvariantCulture);

    [GeneratedRegex("""^(?<ip>\S+) \S+ \S+ \[(?<time>[^\]]+)\] "(?<method>\S+) (?<path>\S+) [^"]+" (?<status>\d{3}) (?<bytes>\d+|-)( "(?<ref>[^"]*)" "(?<ua>(\\.|[^"\\])*)")?$""")]
    private static partial Regex Combined();
}
