using System.Data.Common;
using System.Globalization;
using Gardu.Commerce;
using Gardu.Commerce.Agreements;
using Gardu.Gate.Recording;
using Gardu.Ledger.Entries;
using Gardu.Protocols.Robots;
using Gardu.Store.Ledger;
using Gardu.Terms;
using Gardu.Terms.Values;

namespace Gardu.Store.Selling;

/// <summary>The texts that licensees agree to, and who has. Every method throws <see cref="StoreException"/> where the database cannot be had.</summary>
public sealed class Agreements(Database database)
{
    /// <summary>Texts, in the order of their coming, with the time of it.</summary>
    public IReadOnlyList<(AgreementDocument Document, DateTimeOffset Added)> Documents() => database.Guarded(Access.Read, connection =>
        connection.Query("SELECT title, version, text, added FROM document ORDER BY added, title, version", row => (new AgreementDocument(row.GetString(0), row.GetString(1), row.GetString(2)), UsageRows.Time(row.GetInt64(3)))));

    /// <summary>Puts a text on record; false where another one is there under its title and version.</summary>
    public bool Add(AgreementDocument document, DateTimeOffset now) => database.Guarded(Access.Write, connection =>
    {
        connection.Execute("INSERT INTO document (hash, title, version, text, added) VALUES (@0, @1, @2, @3, @4) ON CONFLICT DO NOTHING", document.Hash, document.Title, document.Version, document.Text, UsageRows.Micros(now));
        return connection.Scalar<long>("SELECT count(*) FROM document WHERE hash = @0 AND title = @1 AND version = @2", document.Hash, document.Title, document.Version) > 0;
    });

    /// <summary>Puts on record that a licensee has agreed.</summary>
    public void Accept(string licensee, Agreement agreement) => Revision.Change(database, connection =>
    {
        connection.Execute($"INSERT INTO agreement (id, licensee, document, accepted_by, accepted_at, purposes, sites, paths, price, starts, ends, notice) VALUES ({Sql.Marks(12)})",
            agreement.Id, licensee, agreement.DocumentHash, agreement.AcceptedBy, UsageRows.Micros(agreement.AcceptedAt),
            Rows.List(agreement.Scope.Purposes.Select(purpose => purpose.Name())), Rows.List(agreement.Scope.Sites), Rows.List(agreement.Scope.Paths.Select(path => path.Text)),
            agreement.Price?.ToString(), UsageRows.Micros(agreement.Start), Rows.Micros(agreement.End), (long)agreement.Notice.TotalDays);
        new NewEntry(EntryKind.Agreement, agreement.AcceptedAt, Payloads.Of(licensee, agreement, "accepted"), Licensee: licensee).Enter(connection);
    });

    /// <summary>Ends an agreement at the end that it has got.</summary>
    public void End(string licensee, Agreement agreement, DateTimeOffset now) => Revision.Change(database, connection =>
    {
        connection.Execute("UPDATE agreement SET ends = @1 WHERE id = @0", agreement.Id, Rows.Micros(agreement.End));
        new NewEntry(EntryKind.Agreement, now, Payloads.Of(licensee, agreement, "ends"), Licensee: licensee).Enter(connection);
    });

    /// <summary>Agreements of all licensees, the first accepted first.</summary>
    internal static ILookup<string, Agreement> All(DbConnection connection) => connection.Query(
        "SELECT a.licensee, a.id, d.title, d.version, a.document, a.accepted_by, a.accepted_at, a.purposes, a.sites, a.paths, a.price, a.starts, a.ends, a.notice "
        + "FROM agreement a JOIN document d ON d.hash = a.document ORDER BY a.id",
        row => (Licensee: row.GetString(0), Agreement: new Agreement
        {
            Id = row.GetString(1),
            Document = string.Create(CultureInfo.InvariantCulture, $"{row.GetString(2)} {row.GetString(3)}"),
            DocumentHash = row.GetString(4),
            AcceptedBy = row.GetString(5),
            AcceptedAt = UsageRows.Time(row.GetInt64(6)),
            Scope = new Scope
            {
                Purposes = [.. Rows.List(row, 7).Select(name => PurposeNames.TryParse(name, out var purpose) ? purpose : throw Unreadable(row, "purpose"))],
                Sites = Rows.List(row, 8),
                Paths = [.. Rows.List(row, 9).Select(path => PathPattern.TryParse(path, out var pattern) ? pattern! : throw Unreadable(row, "path"))],
            },
            Price = Rows.Text(row, 10) is not { } written ? null : Price.TryParse(written, out var price, out _) ? price : throw Unreadable(row, "price"),
            Start = UsageRows.Time(row.GetInt64(11)),
            End = Rows.Time(row, 12),
            Notice = TimeSpan.FromDays(row.GetInt64(13)),
        })).ToLookup(pair => pair.Licensee, pair => pair.Agreement);

    static StoreException Unreadable(DbDataReader row, string what) => new($"agreement {row.GetString(1)} has no readable {what}", isCorrupt: true);
}
