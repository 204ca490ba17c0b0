using System.CommandLine;
using System.Globalization;
using System.Text;
using Gardu.Agents.Credentials;
using Gardu.Commerce.Charging;
using Gardu.Commerce.Plans;
using Gardu.Commerce.Pricing;
using Gardu.Gate.Declaring;
using Gardu.Gate.Recording;
using Gardu.Store;
using Gardu.Terms;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Commands;

/// <summary><c>gardu explain</c>: why a decision was made, from the record, with the terms in force then.</summary>
static class ExplainCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "The request, as Gardu-Request named it: req_ and 32 digits" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var data = new DataFolderOption();
        var command = new Command("explain", "Say why a request was answered as it was") { id, json };
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            return CommandRun.Run("gardu explain", error, () =>
            {
                var database = data.Database(parsed);
                var text = parsed.GetRequiredValue(id);
                if (!RequestId.TryParse(text, out var request))
                    throw new UsageException($"\"{text}\" names no request; the answer to a machine has the name in its Gardu-Request header");
                var record = UsageStore.Find(database, request)
                    ?? throw new UsageException($"no request {request} is on record; people are never recorded one by one, and machines for as long as \"keep\" says");
                var terms = TermsOf(database, record);
                if (parsed.GetValue(json))
                    CommandOutput.WriteJson(output, Json(record, terms));
                else
                    Print(output, record, terms);
                return ExitCode.Done;
            });
        });
        return command;
    }

    /// <summary>The terms as they stood: since when, and their text; the text is null where the history does not have them.</summary>
    static (DateTimeOffset? Since, string? Text) TermsOf(Database database, UsageRecord record)
    {
        var history = new Declarations(database);
        var since = history.All().LastOrDefault(change => change.Time <= record.Time && change.Site == record.Site && change.Name == Declaration.Terms
            && change.Hash?.StartsWith(record.TermsVersion, StringComparison.Ordinal) == true);
        return (since?.Time, since?.Hash is { } hash && history.Read(hash) is { } bytes ? Encoding.UTF8.GetString(bytes) : null);
    }

    /// <summary>Every name is there for every request; what is not known is null.</summary>
    static Dictionary<string, object?> Json(UsageRecord record, (DateTimeOffset? Since, string? Text) terms) => new()
    {
        ["id"] = record.Id.ToString(),
        ["time"] = record.Time,
        ["site"] = record.Site,
        ["method"] = record.Method,
        ["path"] = record.Path,
        ["agent"] = record.Identity.Agent,
        ["operator"] = record.Identity.Operator,
        ["purpose"] = record.Identity.Purpose?.Name(),
        ["proof"] = record.Identity.Proof.Name(),
        ["grounds"] = record.Identity.Grounds?.Code,
        ["detail"] = record.Identity.Detail,
        ["userAgent"] = record.UserAgent,
        ["licensee"] = record.Identity.Licensee,
        ["key"] = record.Identity.Key,
        ["address"] = record.Address,
        ["decision"] = record.Decision.Name(),
        ["rule"] = record.Rule,
        ["reason"] = record.Reason,
        ["mode"] = record.Mode.Name(),
        ["status"] = record.Status,
        ["bytes"] = record.Bytes,
        ["charge"] = record.Charge is not { } charge ? null : new
        {
            Id = PrefixedId.Of(Charge.Prefix, record.Id.Value), Amount = charge.Amount.Exact, charge.Amount.Currency, charge.Units, Unit = charge.Unit.Plural(), Price = charge.Price?.ToString(), By = charge.Source.Name(), charge.Subscription, charge.Agreement, charge.Voided,
        },
        ["terms"] = record.TermsVersion,
        ["termsSince"] = terms.Since,
        ["termsText"] = terms.Text,
    };

    static void Print(TextWriter output, UsageRecord record, (DateTimeOffset? Since, string? Text) terms)
    {
        var who = record.Identity;
        var reason = ReasonCodes.Every.FirstOrDefault(known => known.Code == record.Reason);
        output.WriteLine(record.Id);
        void Line(string name, string? value) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-9} {value}"));
        Line("when", record.Time.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        Line("what", $"{record.Method} {Reports.Rendering.PrintableText.Of(record.Path, UsageRecord.PathLengthMax)} on {record.Site}");
        Line("who", $"{(who.Agent.Length == 0 ? "no name" : Reports.Rendering.PrintableText.Of(who.Agent, 200))}{(who.Operator is null ? "" : $" of {who.Operator}")}, {who.Purpose?.Name() ?? "no known purpose"}, from {record.Address}");
        Line("said", record.UserAgent is { } said ? Reports.Rendering.PrintableText.Of(said, UsageRecord.UserAgentLengthMax) : "no user agent");
        Line("proof", who.Grounds is not { } grounds ? who.Proof.Name()
            : $"{who.Proof.Name()}, {grounds.Code}: {grounds.Meaning}{(who.Detail is null ? "" : $" What was seen: {Reports.Rendering.PrintableText.Of(who.Detail, UsageRecord.DetailLengthMax)}.")}");
        if (who.Licensee is { } licensee)
            Line("licensee", $"{licensee}, by {who.Key}");
        Line("decision", record.Mode == Mode.Enforce || record.Decision == Verdict.Allow ? $"{record.Decision.Name()}; it got status {record.Status}"
            : $"would be {record.Decision.Name()} in enforce; in {record.Mode.Name()} it got status {record.Status}");
        Line("rule", record.Rule ?? "none speaks of it");
        Line("reason", reason is null ? record.Reason : $"{reason.Code}: {reason.Meaning}");
        if (record.Charge is { } charge)
            Line("charge", string.Create(CultureInfo.InvariantCulture, $"{charge.Amount} for {charge.Units} {charge.Unit.Plural()}, by {(charge.Source == PriceSource.Terms ? "the terms" : $"its {charge.Source.Name()}")} {charge.Agreement ?? charge.Subscription}").TrimEnd()
                + (charge.Voided is { } voided ? string.Create(CultureInfo.InvariantCulture, $"; taken back at {voided:HH:mm:ss}Z, since it was not delivered") : ""));
        Line("terms", terms.Since is { } since ? string.Create(CultureInfo.InvariantCulture, $"version {record.TermsVersion}, in force since {since:yyyy-MM-dd HH:mm:ss}Z:") : $"version {record.TermsVersion}, which the history does not have");
        foreach (var line in (terms.Text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            output.WriteLine("    " + line);
    }
}
