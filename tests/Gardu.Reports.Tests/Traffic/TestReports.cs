using System.Text;
using Gardu.Agents.Addresses;
using Gardu.Agents.Catalogue;
using Gardu.Agents.Feeds;
using Gardu.Agents.Identification;
using Gardu.Protocols.Robots;
using Gardu.Reports.Logs;
using Gardu.Reports.Logs.Input;
using Gardu.Reports.Traffic;
using Gardu.Terms.Compiled;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Reports.Tests.Traffic;

/// <summary>Short ways to a report.</summary>
static class TestReports
{
    public const string GptBot = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)";
    public const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

    public static ReportSettings Settings { get; } = new()
    {
        Identifier = new Identifier(AgentCatalogue.BuiltIn, [], []),
        Referrals = new ReferralHosts(AgentCatalogue.BuiltIn),
    };

    public static TrafficSummary Read(string log, ReportSettings? settings = null) => Read(Encoding.UTF8.GetBytes(log), settings);

    public static TrafficSummary Read(byte[] log, ReportSettings? settings = null, LogFormatChoice? format = null) => ReadAll([log], settings, format);

    public static TrafficSummary ReadAll(IEnumerable<byte[]> logs, ReportSettings? settings = null, LogFormatChoice? format = null, int workers = 2)
    {
        using var report = new LogReport([.. logs.Select((log, place) => LogFile.FromStream($"log{place}", new MemoryStream(log)))], settings ?? Settings, format);
        return report.Read(workers);
    }

    public static string Line(
        string userAgent = GptBot, string path = "/", int status = 200, string method = "GET", string referrer = "-", string address = "192.0.2.7",
        string time = "17/May/2026:10:05:03 +0000", long bytes = 100) =>
        $"{address} - - [{time}] \"{method} {path} HTTP/1.1\" {status} {bytes} \"{referrer}\" \"{userAgent}\"\n";

    public static MachineFigures Row(this TrafficSummary summary, string agent) => Assert.Single(summary.Machines, machine => machine.Agent == agent);

    public static CompiledTerms TermsOf(params (string Path, string Subject, string Value)[] lines) => CompiledTerms.Compile(new SiteTerms(
        Mode.Observe,
        [.. lines.Where(line => line.Path != "").GroupBy(line => line.Path).Select(rule => new TermsRule(Pattern(rule.Key), null, [.. rule.Select(line => new TermsLine(line.Subject, Value(line.Value)))]))],
        lines.FirstOrDefault(line => line.Path == "").Value is { } unknown ? Value(unknown) : null));

    public static AddressFeed Feed(string file, DateTimeOffset dated, params string[] ranges) =>
        new(file, dated, [.. ranges.Select(Range)], 0);

    public static AddressRange Range(string text) => AddressRange.TryParse(text, out var range) ? range : throw new ArgumentException(text);

    public static RobotsTxt Robots(string text) => RobotsTxt.Parse(Encoding.UTF8.GetBytes(text));

    static PathPattern Pattern(string text) => PathPattern.TryParse(text, out var pattern) ? pattern! : throw new ArgumentException(text);

    static TermsValue Value(string text) => TermsValue.TryParse(text, out var value, out var error) ? value! : throw new ArgumentException(error);
}
