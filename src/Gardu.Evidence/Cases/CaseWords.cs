using System.Globalization;
using Gardu.Reports.Rendering;

namespace Gardu.Evidence.Cases;

/// <summary>What a case says in sentences: the same on its page and in its README.txt.</summary>
static class CaseWords
{
    /// <summary>The decision that is the same in every mode.</summary>
    public const string Allow = "allow";

    const string TimeFormat = "yyyy-MM-dd HH:mm:ss.FFFFFF'Z'";

    /// <summary>What each proof of an identity rests on, the strongest first: the word, in short, and what it means.</summary>
    public static IReadOnlyList<(string Proof, string Short, string Meaning)> Proofs { get; } =
    [
        ("signed", "it signed the request", "The request was signed (RFC 9421) with a key that the agent publishes in its own name. Whoever sent it held that key."),
        ("credential", "it sent a key it was given", "The request came with a secret key that the operator of this site had given to a licensee. Whoever sent it held that key."),
        ("address", "it came from an address that its operator publishes", "The request came from an address on the list that the agent's operator publishes of its machines."),
        ("dns", "the name of its address leads back to its operator", "The name of the address belongs to the agent's operator, and leads back to that address (reverse and forward DNS)."),
        ("claimed", "nothing but its own word", "The request named this agent in its User-Agent header, and nothing else shows that it was. Anybody can write that header. On this alone nobody can say that it was the named operator."),
        ("spoofed", "it claimed the name, and failed the proof that its operator publishes", "The request named this agent, whose operator publishes how to prove it, and the proof failed. Somebody else used the name."),
        ("none", "nobody knows this machine", "The machine is in no catalogue. Its name is what it called itself, and there is nothing by which that could be proven."),
    ];

    /// <summary>What a proof rests on, in short.</summary>
    public static string OfProof(string proof) => Proofs.FirstOrDefault(known => known.Proof == proof).Short ?? "no proof that this program knows";

    /// <summary>What was decided, and whether it came to that.</summary>
    public static string Decided(string decision, string? mode) => mode is "enforce" or "" or null || decision == Allow ? Word(decision) : $"would have been {Word(decision)} ({mode})";

    /// <summary>A decision as what became of the request.</summary>
    public static string Word(string decision) => decision switch { Allow => "allowed", "charge" => "asked a price", "limit" => "slowed down", "refuse" => "refused", _ => decision };

    /// <summary>How many of the requests are proven to be the agent's, and how many are not.</summary>
    public static string WhoAsked(Case made)
    {
        var (agent, claimed, spoofed) = (made.Source.Agent, made.Requests.Proofs.Requests("claimed") + made.Requests.Proofs.Requests("none"), made.Requests.Proofs.Requests("spoofed"));
        var proven = Proofs.Where(known => known.Proof is not ("claimed" or "spoofed" or "none")).Sum(known => made.Requests.Proofs.Requests(known.Proof));
        var words = new List<string>();
        if (proven > 0)
            words.Add($"{Figures.Count(proven)} proven to be of {agent}");
        if (claimed > 0)
            words.Add($"{Figures.Count(claimed)} on nothing but the word of whoever sent them");
        if (spoofed > 0)
            words.Add($"{Figures.Count(spoofed)} from somebody else who used the name");
        if (made.RequestCount - proven - claimed - spoofed is > 0 and var others)
            words.Add($"{Figures.Count(others)} by a proof that this program does not know");
        return $"Who asked: {string.Join(", ", words)}.";
    }

    /// <summary>Decisions in all, in words.</summary>
    public static string Decisions(Case made) =>
        string.Join(", ", made.Requests.Decisions.Select(group => $"{Figures.Count(group.Requests.Count)} {Decided(group.Key.Decision, group.Key.Mode)}"));

    /// <summary>A time in UTC, to the microsecond where it has some.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>The sites that were asked.</summary>
    public static string Sites(Case made) => made.Source.Header.Filter.Site ?? string.Join(", ", made.Requests.Sites.Rows.Take(HtmlTables.RowsMax).Select(row => row.Word));

    /// <summary>What the case is of.</summary>
    public static string Title(Case made) => $"{made.Source.Agent}{(made.Requests.Sites.Rows.Count == 1 ? $" at {Sites(made)}" : "")}, {Day(made.Source.From)} to {Day(made.Source.To)}";

    /// <summary>What was asked for, in words.</summary>
    public static string Asked(Case made) =>
        $"requests of {made.Source.Agent}{(made.Source.Header.Filter.Site is { } site ? $" to {site}" : "")}{(made.Source.Header.Filter.Licensee is { } licensee ? $" with keys of licensee {licensee}" : "")}, from {Time(made.Source.From)} to before {Time(made.Source.To)}";

    /// <summary>What is proven.</summary>
    public static IEnumerable<(string Title, string Text)> Proven(Case made)
    {
        var checkpoint = made.Source.Checkpoint;
        yield return ("Unchanged entries", $"Each of the {Figures.Count(made.EntryCount, "entry", "entries")} in entries.jsonl stood in the log {checkpoint.Origin}, at its index and in these very words, when the log had {Figures.Count(checkpoint.Size, "entry", "entries")} and its key signed that. Whoever alters one letter of an entry, or moves it, breaks its proof.");
        yield return ("Declared words", $"The {Figures.Count(made.Files.Count, "file", "files")} in declared/ are what the log says was declared: each has the hash that its entry names. The log also says from when on.");
        yield return ("Sums", "statement.json adds up the requests in entries.jsonl, and a verifier adds them up again. The figures on this page come from the same entries.");
    }

    /// <summary>What is not.</summary>
    public static IEnumerable<(string Title, string Text)> NotProven(Case made)
    {
        yield return ("Clock", Clock(made));
        yield return ("Completeness", "This case holds what was asked for and leaves out the rest, so nobody can prove from it that nothing was left out. Only an export of the whole log (gardu ledger export without a filter) proves that no entry is missing.");
        yield return ("Identity", "How sure it is who asked differs from request to request: see what each proof means. The log proves what the gate found at the time, and not that the gate was right.");
        yield return ("Erased payloads", $"What entries say goes when the time for which the operator keeps it has passed, or when the operator erases it, as privacy may ask for{(made.Erased > 0 ? $"; acts on record erased what {Figures.Count(made.Erased, "entry", "entries")} of this log said" : "")}. Such entries still count in the tree, but nobody can tell any more whose they were, so none of them is here.");
        if (made.Declarations.Select(change => change.Payload.Sha256).OfType<string>().Distinct().Except(made.Files).Count() is > 0 and var missing)
            yield return ("Missing words", $"Of {Figures.Count(missing, "declaration", "declarations")} the log has the hash, and the bytes were not at hand when the case was made.");
        yield return ("The other side", "The log says what the gate received and sent. It cannot show what a machine did with it, nor that every byte arrived.");
        yield return ("Who keeps the log", $"The log {made.Source.Checkpoint.Origin} is kept by the operator of the site, who is a party. It could have written something false at the time; it cannot change it afterwards unseen by anyone who holds an earlier checkpoint or receipt. Compare one if you have it.");
        yield return ("Custody", $"This file was made at {Time(made.Source.MadeAt)} by {made.Source.Program}, out of that log. Who held it since is not written in it. MANIFEST.sha256 names the hash of every file, but whoever changes a file can write a new manifest: note the SHA-256 of the whole archive when you get it, and hand it on with it. The entries do not depend on that: their proofs lead to the log's signature. index.html and README.txt are a view of the rest, and prove nothing by themselves.");
        yield return ("The law", "This is a record of what happened. Whether it was allowed is for people to decide.");
    }

    /// <summary>Witnesses' signatures under the checkpoint that hold: name and time.</summary>
    public static IReadOnlyList<(string Name, DateTimeOffset Time)> Witnesses(CaseSource source) =>
    [
        .. source.Keys.Verify(source.Header.Note).Where(signature => signature.Time is { } seconds && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            .Select(signature => (signature.Key.Name, DateTimeOffset.FromUnixTimeSeconds(signature.Time!.Value))),
    ];

    /// <summary>How to verify, step by step.</summary>
    public static IEnumerable<(string Title, string Text, string? Command)> Steps(Case made)
    {
        // A log that was named by chance has no address.
        var origin = made.Source.Checkpoint.Origin;
        var keys = origin.Contains(".invalid/", StringComparison.Ordinal) ? "the contract, or the site itself" : $"https://{origin}/keys";
        yield return ("With the program", "gardu-verify needs no network and no installation of Gardu. It checks the manifest, the signature, every entry, the statement and the declarations, and ends with the word verified.", "gardu-verify FILE.gardu.zip");
        yield return ("Against keys that you trust", $"The case brings the log's keys along, and a forger could bring others. Take keys.txt from another place, such as {keys}, fetched by yourself.", "gardu-verify --keys keys.txt FILE.gardu.zip");
        yield return ("By hand: the files", "In the unpacked folder:", "sha256sum -c MANIFEST.sha256");
        yield return ("By hand: an entry", "In a line of entries.jsonl, SHA-256 over salt and payload is what octets 10 to 41 of the entry say; SHA-256 over an octet 0 and the entry is its leaf; the path leads from the leaf at its index to the root in the checkpoint (RFC 6962, section 2.1.1); and the checkpoint in the first line is signed with the key in keys.txt (Ed25519, C2SP signed-note). docs/formats/ledger.md of Gardu says it octet by octet.", null);
        yield return ("By hand: a figure", "Each figure on the page counts lines of entries.jsonl. To count one again, name the member and its value:", "grep -c '\\\\\"decision\\\\\":\\\\\"refuse\\\\\"' entries.jsonl");
    }

    static string Clock(Case made) => Witnesses(made.Source) is { Count: > 0 } witnesses
        ? $"All of it existed by {Time(witnesses.Min(witness => witness.Time))}: {string.Join(", ", witnesses.Select(witness => $"{witness.Name} signed at {Time(witness.Time)}"))}. Each single time is what the clock of the gate's machine said, and no witness vouches for that."
        : "Every time is what the clock of the gate's machine said. No witness signed this checkpoint, so nobody else vouches for any of them.";

    static string Day(DateTimeOffset time) => time.UtcDateTime.ToString(time.UtcDateTime.TimeOfDay == TimeSpan.Zero ? "d MMM yyyy" : "d MMM yyyy HH:mm", CultureInfo.InvariantCulture);
}
