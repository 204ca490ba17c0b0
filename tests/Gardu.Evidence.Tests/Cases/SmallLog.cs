using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Gardu.Evidence.Cases;
using Gardu.Ledger.Entries;
using Gardu.Ledger.Exports;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Notes;
using Gardu.Protocols.Signatures;

namespace Gardu.Evidence.Tests.Cases;

/// <summary>A log in memory with a key that is always the same, and the case that it gives.</summary>
sealed class SmallLog : IDisposable
{
    public const string Site = "news.example";
    public const string FirstTerms = "mode: enforce\nterms:\n  - path: /archive/*\n    ai-train: refuse\n";
    public const string SecondTerms = "mode: enforce\nterms:\n  - path: /archive/*\n    ai-train: 0.05 USD\n";
    const string Origin = "news.example/licensing/ledger";

    public static readonly DateTimeOffset From = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset To = From.AddMonths(1);

    readonly SigningKey key = SigningKey.Of(new byte[SigningKey.Size])!;
    readonly SigningKey witnessKey = SigningKey.Of([.. Enumerable.Repeat((byte)1, SigningKey.Size)])!;
    readonly List<Entry> entries = [];
    readonly Dictionary<string, byte[]> declared = [];
    readonly Dictionary<(int, long), TreeHash> subtrees = [];

    public DateTimeOffset? WitnessedAt { get; init; }

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>A log with a key, and terms, a file and a configuration from the day before on.</summary>
    public static SmallLog WithTerms() => new SmallLog()
        .LogKey(From.AddDays(-2), "added").Declare(From.AddDays(-1), "terms", FirstTerms).Declare(From.AddDays(-1), "https://news.example/robots.txt", "User-agent: GPTBot\nDisallow: /archive/\n")
        .Configure(From.AddDays(-1), FirstTerms);

    public SmallLog Usage(
        DateTimeOffset time, string path = "/archive/a", string decision = "refuse", string mode = "enforce", string proof = "address", string? userAgent = "GPTBot/1.2", string? terms = FirstTerms, string site = Site) =>
        Add(EntryKind.Usage, time, json => json.Text("agent", "GPTBot").Number("bytes", 1000).Text("decision", decision).Text("id", $"req_{entries.Count}").Text("method", "GET").Text("mode", mode).Text("operator", "OpenAI").Text("path", path)
            .Text("proof", proof).Text("purpose", "ai-train").Text("reason", decision == "refuse" ? "refused-by-terms" : "allowed-by-terms").Text("rule", "/archive/* ai-train").Text("site", site)
            .Number("status", decision == "refuse" ? 403 : 200).Text("terms", terms is null ? null : HashOf(terms)[..16]).Text("userAgent", userAgent));

    public SmallLog Declare(DateTimeOffset time, string name, string? text, string site = Site)
    {
        if (text is not null)
            declared[HashOf(text)] = Encoding.UTF8.GetBytes(text);
        return Add(EntryKind.Declaration, time, json => json.Text("name", name).Text("sha256", text is null ? null : HashOf(text)).Text("site", site));
    }

    public SmallLog Configure(DateTimeOffset time, string terms) => Add(EntryKind.Configuration, time, json => json.Text("program", "gardu 0.1.0").Text("sha256", HashOf("configuration" + terms)).BeginList("sites")
        .Begin().Text("mode", "enforce").Text("site", Site).Text("terms", HashOf(terms)[..16]).End().EndList());

    public SmallLog LogKey(DateTimeOffset time, string change) => Add(EntryKind.LogKey, time, json => json.Text("change", change).Text("vkey", new NoteSigner(Origin, key).Key.ToString()));

    public SmallLog Erasure(DateTimeOffset time, long count) => Add(EntryKind.Operator, time, json => json.Text("action", "erase").Number("entries", count));

    /// <summary>Erases the payload of the last entry.</summary>
    public SmallLog Erase()
    {
        entries[^1] = new Entry(entries[^1].Envelope, default, default);
        return this;
    }

    /// <summary>Loses the bytes of what was declared.</summary>
    public SmallLog Lose(string text)
    {
        declared.Remove(HashOf(text));
        return this;
    }

    public SmallLog Add(EntryKind kind, DateTimeOffset time, Func<CanonicalJson, CanonicalJson> members)
    {
        var (output, salt) = (new ArrayBufferWriter<byte>(), new byte[Envelope.SaltSize]);
        members(new CanonicalJson(output).Begin()).End();
        BinaryPrimitives.WriteInt32BigEndian(salt, entries.Count);
        var payload = output.WrittenSpan.ToArray();
        entries.Add(new Entry(Envelope.Of(kind, (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond, salt, payload), salt, payload));
        return this;
    }

    public CaseSource Source()
    {
        var signer = new NoteSigner(Origin, key);
        var witness = NoteKey.Of("witness.example/w1", NoteKeyType.Cosignature, witnessKey.PublicOctets.Span)!;
        var checkpoint = new Checkpoint(Origin, entries.Count, TreeProofs.Root(entries.Count, Subtree));
        var note = signer.Sign(checkpoint.Text);
        if (WitnessedAt is { } time)
            note = note with { Signatures = [.. note.Signatures, new NoteSignature(witness.Name, witness.Id, Cosignature(checkpoint.Text, time.ToUnixTimeSeconds()))] };
        return new CaseSource
        {
            Header = new ExportHeader(note, new ExportFilter { Agent = "GPTBot", From = From, To = To }, [signer.Key]),
            Checkpoint = checkpoint,
            Entries = entries.Select((entry, index) => new ExportEntry(index, entry, TreeProofs.Inclusion(index, entries.Count, Subtree))),
            Keys = TrustedKeys.Of([signer.Key], witness),
            Declared = declared.GetValueOrDefault,
            Program = "gardu 0.1.0",
            MadeAt = To.AddDays(1),
        };
    }

    public Case Read(Stream? into = null)
    {
        var made = Case.Read(Source(), into ?? new MemoryStream(), out var problem);
        Assert.Null(problem);
        return made!;
    }

    public string Page() => HtmlCase.Render(Read());

    public byte[] Zip()
    {
        using var entries = new MemoryStream();
        var output = new MemoryStream();
        CaseZip.Write(Read(entries), entries, output);
        return output.ToArray();
    }

    public SortedDictionary<string, byte[]> Files()
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        using var archive = new ZipArchive(new MemoryStream(Zip()));
        foreach (var file in archive.Entries)
        {
            using var stream = file.Open();
            var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            files.Add(file.FullName, bytes.ToArray());
        }
        return files;
    }

    byte[] Cosignature(string text, long seconds)
    {
        var octets = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(octets, seconds);
        return [.. octets, .. witnessKey.Sign(Encoding.UTF8.GetBytes($"cosignature/v1\ntime {seconds}\n{text}"))];
    }

    TreeHash Subtree(int level, long index)
    {
        if (level == 0)
            return entries[(int)index].Envelope.LeafHash();
        if (!subtrees.TryGetValue((level, index), out var known))
            subtrees[(level, index)] = known = TreeHash.OfNode(Subtree(level - 1, 2 * index), Subtree(level - 1, 2 * index + 1));
        return known;
    }

    public void Dispose()
    {
        key.Dispose();
        witnessKey.Dispose();
    }
}
