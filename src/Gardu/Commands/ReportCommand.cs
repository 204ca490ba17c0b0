using System.CommandLine;
using Gardu.Reporting;

namespace Gardu.Commands;

/// <summary><c>gardu report</c>: who came, proven or not, what they took, what it would be worth.</summary>
static class ReportCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Access logs, plain, .gz or .zst, in any order; - or none for standard input",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var json = new Option<bool>("--json") { Description = "Print the report as JSON" };
        var html = new Option<string?>("--html") { Description = "Write the report as one web page", HelpName = "FILE" };
        var format = new Option<string?>("--format") { Description = "Format of the logs, if it is not to be found out: a name, or nginx's log_format string", HelpName = "FORMAT" };
        var terms = new Option<string?>("--terms") { Description = "Say what the traffic would be worth under the terms of this gardu.yaml", HelpName = "FILE" };
        var feeds = new Option<string?>("--feeds") { Description = "Folder of published address lists, to tell the proven from liars", HelpName = "DIR" };
        var robots = new Option<string?>("--robots") { Description = "Count the requests that this robots.txt disallows", HelpName = "FILE" };
        var data = new Option<string?>("--data") { Description = "Report on what a gate recorded in this data folder, in place of logs", HelpName = "DIR" };
        var config = new Option<string?>("--config") { Description = "Report on what the gate of this gardu.yaml recorded, in place of logs", HelpName = "FILE" };
        var command = new Command("report", "Read access logs: who came, proven or not, what they took, what it would be worth")
        {
            files, json, html, format, terms, feeds, robots, data, config,
        };
        command.SetAction(parsed => new ReportRun
        {
            Files = parsed.GetValue(files) ?? [],
            Json = parsed.GetValue(json),
            HtmlPath = parsed.GetValue(html),
            Format = parsed.GetValue(format),
            TermsPath = parsed.GetValue(terms),
            FeedsFolder = parsed.GetValue(feeds),
            RobotsPath = parsed.GetValue(robots),
            DataFolder = parsed.GetValue(data),
            ConfigurationPath = parsed.GetValue(config),
        }.Run());
        return command;
    }
}
