using System.CommandLine;
using System.Globalization;
using Gardu.Gate.Declaring;
using Gardu.Store;

namespace Gardu.Commands.Terms;

/// <summary><c>gardu terms history</c> and <c>gardu terms at</c>: what was said to the world, and when.</summary>
static class HistoryTerms
{
    const int ShortHash = 16;
    const int NamesShown = 10;

    public static Command CreateHistory()
    {
        var (data, site, json) = (new DataFolderOption(), SiteOption(), new Option<bool>("--json") { Description = "Print JSON" });
        var command = new Command("history", "List every change of what was declared, with its time and hash") { site, json };
        data.AddTo(command);
        command.SetAction(parsed => Run("gardu terms history", parsed, data, site, (output, _, changes) =>
        {
            if (parsed.GetValue(json))
                CommandOutput.WriteJson(output, new { Changes = changes.Select(Json) });
            else
                Print(output, "since", changes);
            return ExitCode.Done;
        }));
        return command;
    }

    public static Command CreateAt()
    {
        var date = new Argument<string>("DATE") { Description = "A day, as it stood at its end, or a time such as 2026-11-25T09:30Z; UTC" };
        var file = new Option<string?>("--file") { Description = "Print the very bytes of one of them: robots.txt, licensing/en, terms, origin robots.txt, or a whole address", HelpName = "NAME" };
        var (data, site, json) = (new DataFolderOption(), SiteOption(), new Option<bool>("--json") { Description = "Print JSON" });
        var command = new Command("at", "Show what was declared at a time") { date, file, site, json };
        data.AddTo(command);
        command.SetAction(parsed => Run("gardu terms at", parsed, data, site, (output, history, changes) =>
        {
            var time = ParseDate(parsed.GetRequiredValue(date));
            Declaration[] inForce = [.. changes.Where(change => change.Time <= time).GroupBy(change => (change.Site, change.Name)).Select(group => group.Last()).Where(last => last.Hash is not null)];
            if (parsed.GetValue(file) is { } name)
                Write(output, history.Read(One(inForce, name, time).Hash!)); // those in force have one
            else if (parsed.GetValue(json))
                CommandOutput.WriteJson(output, new { At = time, Declared = inForce.Select(Json) });
            else
                Print(output, "since", inForce);
            if (time > DateTimeOffset.UtcNow)
                parsed.InvocationConfiguration.Error.WriteLine($"{Text(time)} has not come yet: this is what stands now");
            if (inForce.Length == 0)
                parsed.InvocationConfiguration.Error.WriteLine($"nothing was declared at {Text(time)}");
            return ExitCode.Done;
        }));
        return command;
    }

    static int Run(string name, ParseResult parsed, DataFolderOption data, Option<string?> site, Func<TextWriter, Declarations, IReadOnlyList<Declaration>, int> show) =>
        CommandRun.Run(name, parsed.InvocationConfiguration.Error, () =>
        {
            var history = new Declarations(data.Database(parsed));
            var wanted = parsed.GetValue(site);
            var all = history.All();
            var ofSite = all.Where(change => wanted is null || change.Site.Equals(wanted, StringComparison.OrdinalIgnoreCase)).ToArray();
            return ofSite.Length > 0 || wanted is null ? show(parsed.InvocationConfiguration.Output, history, ofSite)
                : throw new UsageException($"no site of the history has the name \"{wanted}\"; there are {string.Join(", ", all.Select(change => change.Site).Distinct())}");
        });

    static Option<string?> SiteOption() => new("--site") { Description = "Only the site of this name, its first host", HelpName = "HOST" };

    static DateTimeOffset ParseDate(string text)
    {
        var time = Moment.Parse(text);
        return text.Contains('T', StringComparison.Ordinal) ? time : time.AddTicks(TimeSpan.TicksPerDay - 1);
    }

    static Declaration One(Declaration[] inForce, string name, DateTimeOffset time) =>
        inForce.Where(declared => declared.Name == name || declared.Name.EndsWith("/" + name, StringComparison.Ordinal)).ToArray() switch
        {
            [var only] => only,
            [] => throw new UsageException($"no {name} was declared at {Text(time)}; there {(inForce.Length == 0 ? "was nothing" : "were " + string.Join(", ", inForce.Select(declared => declared.Name).Take(NamesShown)))}"),
            var several => throw new UsageException($"say which {name}: {string.Join(", ", several.Select(declared => declared.Site == declared.Name ? declared.Name : $"{declared.Name} of {declared.Site}"))}"),
        };

    static void Write(TextWriter output, byte[]? bytes)
    {
        if (bytes is null)
            throw new Gate.Recording.StoreException("the bytes of it are missing in the store", isCorrupt: true);
        if (!ReferenceEquals(output, Console.Out))
        {
            output.Write(System.Text.Encoding.UTF8.GetString(bytes));
            return;
        }
        using var raw = Console.OpenStandardOutput();
        raw.Write(bytes);
    }

    static void Print(TextWriter output, string timeColumn, IReadOnlyList<Declaration> changes)
    {
        var (console, table) = CommandOutput.StartTable(output, timeColumn, "site", "declared", $"SHA-256, first {ShortHash}");
        foreach (var change in changes)
            table.AddTexts(Text(change.Time), change.Site, change.Name, change.Hash?[..ShortHash] ?? "no longer");
        console.Write(table);
    }

    static object Json(Declaration change) => new { change.Time, change.Site, change.Name, Sha256 = change.Hash };

    static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
