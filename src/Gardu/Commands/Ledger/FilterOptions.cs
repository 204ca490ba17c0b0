using System.CommandLine;
using Gardu.Ledger.Exports;

namespace Gardu.Commands.Ledger;

/// <summary>Which usage is meant: <c>--licensee</c>, <c>--agent</c>, <c>--site</c>, <c>--from</c> and <c>--to</c>.</summary>
sealed class FilterOptions
{
    readonly Option<string?> licensee = new("--licensee") { Description = "Only usage of this licensee: lic_ and 32 digits", HelpName = "ID" };
    readonly Option<string?> agent = new("--agent") { Description = "Only usage of this agent, such as GPTBot", HelpName = "NAME" };
    readonly Option<string?> site = new("--site") { Description = "Only usage of the site of this name", HelpName = "HOST" };
    readonly Option<string?> from = new("--from") { Description = "Only usage from this day or time on, UTC", HelpName = "TIME" };
    readonly Option<string?> to = new("--to") { Description = "Only usage before this day or time, UTC", HelpName = "TIME" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[licensee, agent, site, from, to])
            command.Options.Add(option);
    }

    /// <summary>Asks for an agent, a beginning and an end.</summary>
    public FilterOptions OfAgentAndTime()
    {
        agent.Required = from.Required = to.Required = true;
        return this;
    }

    /// <summary>What they say.</summary>
    /// <exception cref="UsageException">A time cannot be read.</exception>
    public ExportFilter Read(ParseResult parsed) => new()
    {
        Licensee = parsed.GetValue(licensee)?.Trim(),
        Agent = parsed.GetValue(agent)?.Trim(),
        Site = parsed.GetValue(site)?.Trim(),
        From = parsed.GetValue(from) is { } start ? Moment.Parse(start) : null,
        To = parsed.GetValue(to) is { } end ? Moment.Parse(end) : null,
    };
}
