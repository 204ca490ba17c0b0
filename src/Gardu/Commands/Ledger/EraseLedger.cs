using System.CommandLine;
using Gardu.Agents.Credentials;
using Gardu.Ledger.Entries;
using Gardu.LedgerKeeping;
using Gardu.Store;
using Gardu.Store.Ledger;

namespace Gardu.Commands.Ledger;

/// <summary><c>gardu ledger erase</c>: takes away what entries are about, and leaves the tree as it is.</summary>
static class EraseLedger
{
    /// <summary>As long as a running gate takes at the most to learn that a key is revoked, and to write down what came with it before.</summary>
    static readonly TimeSpan KeysForgottenWithin = TimeSpan.FromSeconds(2);

    static readonly Dictionary<string, EntryKind> Kinds = Enum.GetValues<EntryKind>().Where(kind => kind is not (EntryKind.LogKey or EntryKind.Operator))
        .ToDictionary(kind => kind.ToString().ToLowerInvariant());

    public static Command Create(TimeProvider clock)
    {
        var licensee = new Option<string?>("--licensee") { Description = "Everything of this licensee: entries, usage records, name and address; keys are revoked", HelpName = "ID" };
        var kind = new Option<string?>("--kind") { Description = "Everything of this kind that is older than --before", HelpName = "KIND" };
        var before = new Option<string?>("--before") { Description = "With --kind: this day or time, UTC", HelpName = "TIME" };
        var index = new Option<long?>("--index") { Description = "One entry", HelpName = "INDEX" };
        var yes = new Option<bool>("--yes") { Description = "Do it; without, say what would go" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        kind.AcceptOnlyFromAmong([.. Kinds.Keys]);
        return new Command("erase", "Erase what entries are about, for good; what they prove of the rest stays") { licensee, kind, before, index, yes, json }.On("gardu ledger erase", (parsed, ledger) =>
        {
            UsageException.ThrowIfSecret(parsed.GetValue(licensee));
            var erasure = (parsed.GetValue(licensee)?.Trim(), parsed.GetValue(kind), parsed.GetValue(before), parsed.GetValue(index)) switch
            {
                ({ } id, null, null, null) => new Erasure { Licensee = id },
                (null, { } named, { } time, null) => new Erasure { Kind = Kinds[named], Before = Moment.Parse(time) },
                (null, null, null, { } at) => new Erasure { Index = at },
                _ => throw new UsageException("say what: --licensee ID, or --kind KIND with --before TIME, or --index INDEX"),
            };
            if (erasure.Index is { } one && ledger.Rows.Entry(one) is null)
                throw new UsageException($"there is no entry {one}; the ledger has {ledger.Rows.Head().Size}");
            var count = ledger.Rows.CountOf(erasure);
            var isLicensee = erasure.Licensee is { } who && ledger.Rows.IsLicensee(who);
            if (erasure.Licensee is not null && !isLicensee)
                throw new UsageException($"no licensee {erasure.Licensee}; gardu licensee list has them");
            var done = parsed.GetValue(yes);
            if (done && erasure.Licensee is { } leaving)
                ForgetKeys(ledger, leaving, clock, parsed.InvocationConfiguration.Error);
            if (done)
                count = ledger.Rows.Erase(erasure, clock.GetUtcNow());
            if (parsed.GetValue(json))
                CommandOutput.WriteJson(parsed.InvocationConfiguration.Output, new { Entries = count, Erased = done });
            parsed.InvocationConfiguration.Error.WriteLine(FormattableString.Invariant(done
                ? $"what {count:N0} entries were about is erased, for good; the log proves the rest as before. Backups and exports made earlier still have it"
                : (FormattableString)$"what {count:N0} entries are about would be erased, for good; add --yes to do it"));
            return ExitCode.Done;
        });
    }

    /// <summary>Revokes a licensee's keys and waits, so that nothing more is written of it by gates that run.</summary>
    static void ForgetKeys(InstallationLedger ledger, string licensee, TimeProvider clock, TextWriter error)
    {
        var credentials = Credentials.Open(ledger.Rows.Database);
        IssuedKey[] keys = [.. credentials.Keys().Where(key => key.Licensee.Id == licensee && key.IsInForceAt(clock.GetUtcNow()))];
        if (keys.Length == 0)
            return;
        foreach (var key in keys)
            credentials.Revoke(key, clock.GetUtcNow());
        error.WriteLine("its keys are revoked; waiting until running gates know it");
        Thread.Sleep(KeysForgottenWithin);
    }
}
