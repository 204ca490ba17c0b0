using System.CommandLine;
using System.Globalization;
using System.Text;
using Gardu.Agents.Credentials;
using Gardu.Commerce.Charging;
using Gardu.Commerce.Licensees;
using Gardu.Commerce.Plans;
using Gardu.Commerce.Pricing;
using Gardu.Gate.Declaring;
using Gardu.Gate.Recording;
using Gardu.Store;
using Gardu.Store.Selling;
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
        var id = new Argument<string>("ID") { Description = "The request, as Gardu-Request named it: req_ and 32 digits; or its charge, as Gardu-Charge did: chg_ and 32 digits" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var data = new DataFolderOption();
        var command = new Command("explain", "Say why a request was answered as it was") { id, json };
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            return CommandRun.Run("gardu explain", error, () =>
            {
                var configuration = data.ConfigurationUnlessFolderAlone(parsed);
                var database = data.Database(parsed, configuration);
                var text = parsed.GetRequiredValue(id).Trim();
                UsageException.ThrowIfSecret(text);
                var isCharge = PrefixedId.TryParse(text, Charge.Prefix, out var charged); // which has the digits of its request
                if (!RequestId.TryParse(text, out var request) && !isCharge)
                    throw new UsageException($"\"{text}\" names no request; the answer to a machine has the name in its Gardu-Request header, and what was charged in Gardu-Charge");
                if (isCharge)
                    request = new RequestId(charged);
                var record = UsageStore.Find(database, request)
                    ?? throw new UsageException($"no request {request} is on record; people are never recorded one by one, and machines for as long as \"keep\" says");
                var terms = TermsOf(database, record);
                var account = record.Identity.Licensee is { } licensee ? new Accounts(database).Find(licensee) : null;
                var quota = account is null ? null : QuotaOf(database, record, account, configuration?.Sites.FirstOrDefault(site => site.Name == record.Site)?.Hosts ?? [record.Site]);
                if (parsed.GetValue(json))
                    CommandOutput.WriteJson(output, Json(record, terms, account, quota));
                else
                    Print(output, record, terms, account, quota);
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

    /// <summary>The plan whose quota was used up; null where it was not that.</summary>
    static QuotaUse? QuotaOf(Database database, UsageRecord record, Account account, IReadOnlyList<string> hosts)
    {
        if (record.Reason != ReasonCodes.QuotaUsedUp.Code || !Resource.TryRead(record.Path, out var resource))
            return null;
        foreach (var subscription in account.Subscriptions.Reverse())
            if (subscription is { Plan.UnitsMax: { } most } && subscription.IsInForceAt(record.Time) && subscription.Plan.Scope.Covers(hosts, record.Identity.Purpose, resource))
                return new QuotaUse(subscription.Plan.Name, ChargedUsage.SoldOf(database, subscription, record.Time), most, subscription.Plan.Unit?.Plural(), subscription.PeriodAt(record.Time).End);
        return null;
    }

    static string? PlanOf(Account? account, Charge charge) => account?.Subscriptions.FirstOrDefault(subscription => subscription.Id == charge.Subscription)?.Plan.Name;

    /// <summary>Whose word a price was; by their ids where the licensee has been erased.</summary>
    static string SourceOf(Account? account, Charge charge)
    {
        var plan = PlanOf(account, charge) ?? charge.Subscription;
        return charge.Source switch
        {
            PriceSource.Agreement => $"its agreement {account?.Agreements.FirstOrDefault(agreement => agreement.Id == charge.Agreement)?.Document ?? charge.Agreement}",
            PriceSource.Plan => $"its plan {plan}",
            _ => $"the terms{(plan is null ? "" : $", on its plan {plan}")}",
        };
    }

    /// <summary>Every name is there for every request; what is not known is null.</summary>
    static Dictionary<string, object?> Json(UsageRecord record, (DateTimeOffset? Since, string? Text) terms, Account? account, QuotaUse? quota) => new()
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
            Id = PrefixedId.Of(Charge.Prefix, record.Id.Value), Amount = charge.Amount.Exact, charge.Amount.Currency, charge.Units, Unit = charge.Unit.Plural(), Price = charge.Price?.ToString(), By = charge.Source.Name(), charge.Subscription, Plan = PlanOf(account, charge), charge.Agreement, charge.Voided,
        },
        ["quota"] = quota,
        ["terms"] = record.TermsVersion,
        ["termsSince"] = terms.Since,
        ["termsText"] = terms.Text,
    };

    static void Print(TextWriter output, UsageRecord record, (DateTimeOffset? Since, string? Text) terms, Account? account, QuotaUse? quota)
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
            Line("charge", string.Create(CultureInfo.InvariantCulture, $"{charge.Amount} for {charge.Units} {charge.Unit.Plural()}, by {SourceOf(account, charge)}")
                + (charge.Voided is { } voided ? string.Create(CultureInfo.InvariantCulture, $"; taken back at {voided:HH:mm:ss}Z, since it was not delivered") : ""));
        if (quota is not null)
            Line("quota", string.Create(CultureInfo.InvariantCulture, $"{quota.Used:N0} of {quota.Most:N0} {quota.Unit} of the plan {quota.Plan} are used; it starts anew at {quota.Until:yyyy-MM-dd HH:mm:ss}Z"));
        Line("terms", terms.Since is { } since ? string.Create(CultureInfo.InvariantCulture, $"version {record.TermsVersion}, in force since {since:yyyy-MM-dd HH:mm:ss}Z:") : $"version {record.TermsVersion}, which the history does not have");
        foreach (var line in (terms.Text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
            output.WriteLine("    " + line);
    }

    /// <summary>How a plan's quota stands in the period of a request.</summary>
    /// <param name="Plan">The plan's name.</param>
    /// <param name="Used">Units that have been sold.</param>
    /// <param name="Most">Units that are sold at the most.</param>
    /// <param name="Unit">What is counted.</param>
    /// <param name="Until">When the next period begins, UTC.</param>
    sealed record QuotaUse(string Plan, long Used, long Most, string? Unit, DateTimeOffset Until);
}
