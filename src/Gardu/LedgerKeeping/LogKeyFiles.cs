using System.Globalization;
using Gardu.Gate.Recording;
using Gardu.Ledger.Notes;
using Gardu.Protocols.Signatures;
using Gardu.Running;
using Gardu.Store.Ledger;

namespace Gardu.LedgerKeeping;

/// <summary>
/// The keys that sign the log: files of the data folder, apart from the database, which knows their public halves alone. <c>ledger.key</c> signs; while a key is
/// being changed <c>ledger.old.key</c> signs too, until it is retired.
/// </summary>
sealed class LogKeyFiles(string dataFolder, LedgerRows rows)
{
    /// <summary>The key that signs.</summary>
    public const string KeyFile = "ledger.key";

    /// <summary>The key that signed before, and signs on until it is retired.</summary>
    public const string OldKeyFile = "ledger.old.key";

    readonly Lock reading = new();
    (string Stamp, LogKeys Keys)? last;

    string KeyPath => Path.Combine(dataFolder, KeyFile);

    string OldKeyPath => Path.Combine(dataFolder, OldKeyFile);

    /// <summary>Makes the log's first key where there is none, and puts it on record; so it does with one that an older copy of the database does not know, and that has signed what is published.</summary>
    /// <exception cref="StoreException">The log has a key already, and its file is not here.</exception>
    public void Begin(string origin, DateTimeOffset now)
    {
        if (rows.Keys().Count == 0)
            rows.AddFirst(Guarded(() => SignerOf(SecretFile.ReadOrMake(KeyPath), origin).Key), now);
        else if (TileFolder.In(dataFolder).Read(PublishedLog.CheckpointPath) is { } note && SignedNote.Parse(note) is { } signed && Checkpoint.Parse(signed.Text)?.Origin == origin)
            foreach (var key in Guarded(() => new[] { KeyPath, OldKeyPath }.Select(SecretFile.Read).OfType<byte[]>().Select(secret => SignerOf(secret, origin).Key)))
                if (signed.Verify([key]).Count > 0)
                    rows.Add(key, now);
        Read();
    }

    /// <summary>The keys as the files have them at the moment.</summary>
    /// <exception cref="StoreException">A file is missing, or has a key that never signed for this log, or signs no longer.</exception>
    public LogKeys Read()
    {
        lock (reading)
        {
            var stamp = string.Join('|', new[] { KeyPath, OldKeyPath }.Select(path => new FileInfo(path) is { Exists: true } file ? file.LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture) : ""));
            if (last?.Stamp != stamp)
                last = (stamp, ReadFiles());
            return last.Value.Keys;
        }
    }

    /// <summary>Makes a new key, which signs from now on beside the one that has signed; returns it.</summary>
    /// <exception cref="UsageException">Another one is being changed already.</exception>
    public NoteKey Rotate(DateTimeOffset now)
    {
        var keys = Read();
        if (keys.Signers.Count > 1)
            throw new UsageException($"{OldKeyFile} still signs; end that with \"gardu ledger key retire\" first");
        return Guarded(() =>
        {
            var next = KeyPath + ".next";
            File.Delete(next);
            var key = SignerOf(SecretFile.ReadOrMake(next), keys.Origin).Key;
            rows.Add(key, now);
            if (File.Exists(KeyPath)) // a change that was broken off has left the old name alone
                File.Move(KeyPath, OldKeyPath, overwrite: true);
            File.Move(next, KeyPath);
            return key;
        });
    }

    /// <summary>Ends that the former key signs; returns it.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public NoteKey Retire(DateTimeOffset now)
    {
        if (Read() is not { Signers: [_, var old] })
            throw new UsageException("no former key signs; \"gardu ledger key rotate\" makes a new one first");
        rows.Retire(old.Key, now);
        return Guarded(() =>
        {
            File.Delete(OldKeyPath);
            return old.Key;
        });
    }

    LogKeys ReadFiles()
    {
        var origin = rows.Origin() ?? throw new StoreException("the ledger has not begun yet; run \"gardu up\" once");
        var known = rows.Keys();
        var (current, old) = Guarded(() => (SecretFile.Read(KeyPath), SecretFile.Read(OldKeyPath)));
        var signers = new List<NoteSigner>();
        if (current is not null)
            signers.Add(SignerOf(current, origin));
        // A crash in the middle of a change leaves the old name alone, and that key still signs; one in the middle of its end leaves one there that does not.
        if (old is not null && SignerOf(old, origin) is var former && !known.Any(entry => entry.IsRetired && former.Key.Equals(entry.Key)))
            signers.Add(former);
        if (signers.Count == 0)
            throw new StoreException($"{KeyPath} is missing, the key that signs the ledger; copy it from the backup, or from another node of the same database");
        foreach (var signer in signers)
            if (known.FirstOrDefault(entry => signer.Key.Equals(entry.Key)) is not { Key: not null, IsRetired: false })
                throw new StoreException($"{KeyFile} or {OldKeyFile} in {dataFolder} has a key that does not sign this ledger ({signer.Key}); copy the right ones from the backup, or from another node of the same database");
        return new LogKeys(signers, [.. known.Select(entry => entry.Key).Except(signers.Select(signer => signer.Key))]);
    }

    /// <summary>Says in words that a file cannot be had.</summary>
    static T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"the key of the ledger: {failed.Message}", failed);
        }
    }

    static NoteSigner SignerOf(byte[] secret, string origin) => new(origin, SigningKey.Of(secret)!); // the file has the length of a key
}
