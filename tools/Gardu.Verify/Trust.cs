using Gardu.Ledger.Notes;

namespace Gardu.Verify;

/// <summary>Whose signatures are believed, and on whose word: the keys of <c>--keys</c> alone, or else whatever the files bring along.</summary>
sealed class Trust
{
    readonly List<(TrustedKeys Keys, string Source)> all = [];

    /// <summary>Whether <c>--keys</c> says whom to believe.</summary>
    public bool IsGiven { get; private set; }

    /// <summary>Believes the keys of a file alone; says what is wrong with it.</summary>
    public string? BelieveOnly(string path)
    {
        IsGiven = true;
        try
        {
            using var stream = File.OpenRead(path);
            if (TrustedKeys.Parse(Limited.Read(stream, TrustedKeys.BytesMax + 1), out var error) is not { } keys)
                return error;
            all.Add((keys, $"--keys {Shown.Of(path)}"));
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }

    /// <summary>Keys that stand in a file that is to be verified: believed where nobody said whom to believe.</summary>
    public void BringAlong(TrustedKeys keys, string source)
    {
        if (!IsGiven)
            all.Add((keys, $"{Shown.Of(source)} itself"));
    }

    /// <summary>The checkpoint of a note, if somebody who is believed signed it. Says by whom it is proven, or what is wrong.</summary>
    public Checkpoint? Check(SignedNote note, Report report)
    {
        if (Checkpoint.Parse(note.Text) is not { } checkpoint)
        {
            report.Doubt("what is signed in it is no checkpoint of a log");
            return null;
        }
        foreach (var (keys, source) in all)
        {
            if (keys.Verify(note) is not { Count: > 0 } signatures)
                continue;
            Prove(checkpoint, signatures, source, report);
            return checkpoint;
        }
        report.Doubt(WhyNot(note, checkpoint.Origin));
        return null;
    }

    static void Prove(Checkpoint checkpoint, IReadOnlyList<VerifiedSignature> signatures, string source, Report report)
    {
        var log = Shown.Of(checkpoint.Origin);
        foreach (var (key, _) in signatures.Where(signature => signature.Time is null))
            report.Prove($"the log {log} had {checkpoint.Size} entries, with the root {checkpoint.Root}: signed by key {key.Id:x8} of {Shown.Of(key.Name)}, which comes from {source}");
        foreach (var (key, time) in signatures)
            if (time is { } seconds)
                report.Prove($"all of it existed by {Time(seconds)}: cosigned by key {key.Id:x8} of witness {Shown.Of(key.Name)}, which comes from {source}");
        if (signatures.All(signature => signature.Time is null))
            report.Leave("when that was: no witness that is known signed it, and times in entries are what the log's own clock said");
    }

    string WhyNot(SignedNote note, string origin)
    {
        var log = Shown.Of(origin);
        NoteKey[] known = [.. all.SelectMany(each => each.Keys.Logs).Where(key => key.Name == origin)];
        if (known.Length == 0)
            return $"there is no key of the log {log} {(IsGiven ? "in --keys" : "at hand (give its keys.txt with --keys)")}, so that nothing tells who signed its checkpoint";
        NoteKey[] signers = [.. known.Where(key => note.Signatures.Any(signature => signature.Name == key.Name && signature.Id == key.Id))];
        if (signers.Length == 0)
            return $"wrong key: the checkpoint of {log} is signed by {Ids(note.Signatures.Select(signature => signature.Id))}, and the keys known for it are {Ids(known.Select(key => key.Id))}";
        if (signers.Any(key => note.Verify([key]).Count == 0))
            return $"the signature of {log} does not hold: the checkpoint was altered after it was signed, or signed by somebody else";
        var witnesses = all.SelectMany(each => each.Keys.Witnesses.Values).Where(key => note.Signatures.Any(signature => signature.Name == key.Name && signature.Id == key.Id));
        return witnesses.FirstOrDefault(key => note.Verify([key]).Count == 0) is { } broken
            ? $"the signature of witness {Shown.Of(broken.Name)} does not hold: the checkpoint was altered after it was signed"
            : $"too few witnesses signed the checkpoint of {log}: fewer than the quorum of the keys asks for";
    }

    static string Ids(IEnumerable<uint> ids) => string.Join(", ", ids.Select(id => $"key {id:x8}"));

    /// <summary>A witness's time; those without a date are told as they are.</summary>
    static string Time(long seconds) =>
        seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? Shown.Of(DateTimeOffset.FromUnixTimeSeconds(seconds)) : $"second {seconds} since 1970";
}
