using System.CommandLine;
using Gardu.Reporting;

namespace Gardu.Commands;

/// <summary><c>gardu replay</c>: yesterday's traffic against tomorrow's terms.</summary>
static class ReplayCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("LOG") { Description = "Access logs, plain, .gz or .zst, in any order; - or none for standard input", Arity = ArgumentArity.ZeroOrMore };
        var terms = new Option<string>("--terms") { Description = "The configuration whose terms are tried", Required = true, HelpName = "FILE" };
        var site = new Option<string?>("--site") { Description = "Which of its sites a log that names no hosts is about", HelpName = "HOST" };
        var feeds = new Option<string?>("--feeds") { Description = "Folder of published address lists, to tell the proven from liars", HelpName = "DIR" };
        var format = new Option<string?>("--format") { Description = "Format of the logs, if it is not to be found out: a name, or nginx's log_format string", HelpName = "FORMAT" };
        var html = new Option<string?>("--html") { Description = "Write it as one web page", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("replay", "Run old traffic through new terms: who would be refused, charged or slowed") { files, terms, site, feeds, format, html, json };
        command.SetAction(parsed => new ReplayRun
        {
            Files = parsed.GetValue(files) ?? [],
            TermsPath = parsed.GetRequiredValue(terms),
            Site = parsed.GetValue(site),
            FeedsFolder = parsed.GetValue(feeds),
            Format = parsed.GetValue(format),
            HtmlPath = parsed.GetValue(html),
            Json = parsed.GetValue(json),
        }.Run());
        return command;
    }
}
