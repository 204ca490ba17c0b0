using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Exports;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Notes;
using Gardu.Ledger.Proofs;
using Gardu.Ledger.Statements;
using Gardu.Protocols.Signatures;

namespace Gardu.Verify.Tests;

/// <summary>A small log with keys of its own, and every file that it can give out. Entry 0 declares terms, 1 a file, the others are usage.</summary>
sealed class TestLog : IDisposable
{
    public const string Origin = "news.example/licensing/ledger";
    public const string Terms = "User-agent: *\nDisallow: /archive/\n";
    public const string Page = "<p>terms</p>";
    const long Start = 1_795_000_000_000_000;
    const long WitnessTime = 1_795_000_100;

    readonly SigningKey key;
    readonly SigningKey witnessKey;
    readonly NoteSigner signer;
    readonly int seed;

    /// <param name="usage">How many usage entries.</param>
    /// <param name="seed">Logs of one seed are the same to the bit; others have other keys and salts.</param>
    public TestLog(int usage = 10, int seed = 1)
    {
        this.seed = seed;
        (key, witnessKey) = (SigningKey.Of(Octets(-1))!, SigningKey.Of(Octets(-2))!);
        signer = new NoteSigner(Origin, key);
        Witness = NoteKey.Of("witness.example/w1", NoteKeyType.Cosignature, witnessKey.PublicOctets.Span)!;
        Append(EntryKind.Declaration, Declaration("terms", Terms));
        Append(EntryKind.Declaration, Declaration("/robots.txt", Page));
        for (var number = 0; number < usage; number++)
            Append(EntryKind.Usage, Usage(number));
    }

    public NoteKey Key => signer.Key;

    public NoteKey Witness { get; }

    public List<Entry> Entries { get; } = [];

    public string Keys => TrustedKeys.Of([Key]).ToString();

    public string KeysWithQuorum => $"# of the test\nlog {Key}\nwitness w1 {Witness}\nquorum w1\n";

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public void Append(EntryKind kind, byte[] payload) => Append(kind, payload, Start + Entries.Count * 1_000_003L);

    public void Append(EntryKind kind, byte[] payload, long micros)
    {
        var salt = Octets(Entries.Count)[..Envelope.SaltSize];
        Entries.Add(new Entry(Envelope.Of(kind, micros, salt, payload), salt, payload));
    }

    /// <summary>Puts another payload into an entry, as if it had been there from the beginning.</summary>
    public void Replace(int index, byte[] payload)
    {
        var old = Entries[index];
        Entries[index] = new Entry(Envelope.Of(old.Envelope.Kind, old.Envelope.Micros, old.Salt.Span, payload), old.Salt, payload);
    }

    public void Erase(int index) => Entries[index] = new Entry(Entries[index].Envelope, default, default);

    public static byte[] Usage(int number, string? terms = null) => Json(json => json.Begin()
        .Text("agent", number % 2 == 0 ? "GPTBot" : "ClaudeBot").Number("bytes", 100 + number).Text("decision", number % 3 == 0 ? "allow" : "refuse")
        .Text("id", $"req_{number}").Text("licensee", number % 4 == 0 ? "lic_1" : null).Text("method", "GET").Text("path", $"/archive/{number}?q=\"ü\"")
        .Text("proof", number == 9 ? "none" : number % 2 == 0 ? "signed" : "claimed").Text("purpose", number % 5 == 0 ? null : "ai-train").Text("site", "news.example")
        .Number("status", 200).Text("terms", terms ?? HashOf(Terms)[..12]).End());

    public static byte[] Declaration(string name, string text) =>
        Json(json => json.Begin().Text("name", name).Text("sha256", HashOf(text)).Text("site", "news.example").End());

    public TreeHash Root(int size) => TreeProofs.Root(size, Subtree);

    public Checkpoint Checkpoint(int? size = null) => new(Key.Name, size ?? Entries.Count, Root(size ?? Entries.Count));

    public SignedNote Note(int? size = null, bool isWitnessed = false) => Sign(Checkpoint(size), isWitnessed);

    public SignedNote Sign(Checkpoint checkpoint, bool isWitnessed = false)
    {
        var note = signer.Sign(checkpoint.Text);
        return isWitnessed ? note with { Signatures = [.. note.Signatures, Cosignature(checkpoint.Text)] } : note;
    }

    public TlogProof Receipt(int index, int? size = null, bool isWitnessed = false) =>
        new(index, TreeProofs.Inclusion(index, size ?? Entries.Count, Subtree), Note(size, isWitnessed), Entries[index].ToArray());

    public ConsistencyProof Consistency(int from, int? to = null) => new(from, TreeProofs.Consistency(from, to ?? Entries.Count, Subtree), Note(to));

    public ExportHeader Header(ExportFilter? filter = null) => new(Note(), filter ?? new ExportFilter(), [Key]);

    public ExportEntry Line(int index) => new(index, Entries[index], TreeProofs.Inclusion(index, Entries.Count, Subtree));

    public IEnumerable<ExportEntry> Lines(ExportFilter? filter = null) => Enumerable.Range(0, Entries.Count)
        .Where(index => (filter ?? new ExportFilter()).Admits(index, Entries[index].Envelope, UsageOf(Entries[index]))).Select(Line);

    public string Export(ExportFilter? filter = null) => Export(Header(filter), Lines(filter));

    public static string Export(ExportHeader header, IEnumerable<ExportEntry> lines)
    {
        var text = new ArrayBufferWriter<byte>();
        header.Write(text);
        foreach (var line in lines)
            line.Write(text);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    public Statement Statement(ExportFilter? filter = null)
    {
        var counter = new StatementCounter();
        foreach (var line in Lines(filter))
            if (UsageOf(line.Entry) is { } usage)
                Assert.True(counter.Add(usage));
        return counter.ToStatement(filter ?? new ExportFilter(), Checkpoint());
    }

    public static string Text(Statement statement)
    {
        var text = new ArrayBufferWriter<byte>();
        statement.Write(text);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    /// <summary>The files of a case without its manifest.</summary>
    public SortedDictionary<string, string> Case() => new(StringComparer.Ordinal)
    {
        ["README.txt"] = "A case.\n",
        ["index.html"] = "<!doctype html><title>A case</title>",
        ["entries.jsonl"] = Export(),
        ["statement.json"] = Text(Statement()),
        ["keys.txt"] = Keys,
        [$"declared/{HashOf(Terms)}"] = Terms,
        [$"declared/{HashOf(Page)}"] = Page,
    };

    public void Dispose()
    {
        key.Dispose();
        witnessKey.Dispose();
    }

    byte[] Octets(int number) => SHA256.HashData([.. BitConverter.GetBytes(seed), .. BitConverter.GetBytes(number)]);

    NoteSignature Cosignature(string text)
    {
        var octets = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(octets, WitnessTime);
        return new NoteSignature(Witness.Name, Witness.Id, (byte[])[.. octets, .. witnessKey.Sign(Encoding.UTF8.GetBytes($"cosignature/v1\ntime {WitnessTime}\n{text}"))]);
    }

    TreeHash Subtree(int level, long index) =>
        level == 0 ? Entries[(int)index].Envelope.LeafHash() : TreeHash.OfNode(Subtree(level - 1, 2 * index), Subtree(level - 1, 2 * index + 1));

    static UsagePayload? UsageOf(Entry entry) => entry.Envelope.Kind == EntryKind.Usage ? UsagePayload.Read(entry.Payload) : null;

    static byte[] Json(Action<CanonicalJson> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(new CanonicalJson(output));
        return output.WrittenSpan.ToArray();
    }
}
