using System.Data.Common;
using Gardu.Commerce.Licensees;
using Gardu.Gate.Recording;
using Gardu.Ledger.Entries;
using Gardu.Store.Ledger;
using Gardu.Terms;

namespace Gardu.Store.Selling;

/// <summary>What licensees are and have, their money apart. Every method throws <see cref="StoreException"/> where the database cannot be had.</summary>
public sealed class Accounts(Database database)
{
    /// <summary>All accounts, the oldest first, as of one moment.</summary>
    public IReadOnlyList<Account> All() => database.Guarded(Access.Report, Read);

    /// <summary>One account; null where there is none.</summary>
    public Account? Find(string licensee) => All().FirstOrDefault(account => account.Licensee.Id == licensee);

    /// <summary>Adds a member, or gives one that is there another role or name.</summary>
    public void Put(string licensee, Member member) => Revision.Change(database, connection =>
    {
        connection.Execute("INSERT INTO member (licensee, email, name, role, added) VALUES (@0, @1, @2, @3, @4) ON CONFLICT (licensee, email) DO UPDATE SET name = excluded.name, role = excluded.role",
            licensee, member.Email, member.Name, member.Role.Name(), UsageRows.Micros(member.Added));
        Enter(connection, licensee, member.Added, Payloads.Of(licensee, member, "member-added"));
    });

    /// <summary>Removes a member; false where there is none.</summary>
    public bool Remove(string licensee, Member member, DateTimeOffset now)
    {
        var isRemoved = false;
        Revision.Change(database, connection =>
        {
            isRemoved = connection.Execute("DELETE FROM member WHERE licensee = @0 AND email = @1", licensee, member.Email) > 0;
            if (isRemoved)
                Enter(connection, licensee, now, Payloads.Of(licensee, member, "member-removed"));
        });
        return isRemoved;
    }

    /// <summary>Says that a licensee stands otherwise from some time on.</summary>
    public void Announce(string licensee, StatusChange change) => Revision.Change(database, connection =>
    {
        connection.Execute("INSERT INTO licensee_status (licensee, status, announced, effective, site, reason) VALUES (@0, @1, @2, @3, @4, @5)",
            licensee, change.Status.Name(), UsageRows.Micros(change.Announced), UsageRows.Micros(change.From), change.Site, change.Reason);
        Enter(connection, licensee, change.Announced, Payloads.Of(licensee, change));
    });

    /// <summary>Makes a signing agent a licensee's; false, and nothing is changed, where it is another's.</summary>
    public bool Bind(string licensee, BoundSigner signer, DateTimeOffset now) => Revision.Change(database, connection =>
    {
        if (connection.Execute("INSERT INTO signer (url, licensee, purpose, added) VALUES (@0, @1, @2, @3) ON CONFLICT (url) DO UPDATE SET purpose = excluded.purpose, added = excluded.added WHERE signer.licensee = excluded.licensee",
            signer.Url, licensee, signer.Purpose?.Name(), UsageRows.Micros(now)) == 0)
            return false;
        Enter(connection, licensee, now, Payloads.Of(licensee, signer, "signer-added"));
        return true;
    });

    /// <summary>Makes a signing agent nobody's; false where it was not this licensee's.</summary>
    public bool Unbind(string licensee, string url, DateTimeOffset now)
    {
        var isUnbound = false;
        Revision.Change(database, connection =>
        {
            isUnbound = connection.Execute("DELETE FROM signer WHERE url = @0 AND licensee = @1", url, licensee) > 0;
            if (isUnbound)
                Enter(connection, licensee, now, Payloads.Of(licensee, new BoundSigner(url, null), "signer-removed"));
        });
        return isUnbound;
    }

    static void Enter(DbConnection connection, string licensee, DateTimeOffset now, byte[] payload) =>
        new NewEntry(EntryKind.Licensee, now, payload, Licensee: licensee).Enter(connection);

    static IReadOnlyList<Account> Read(DbConnection connection)
    {
        var subscriptions = Plans.Subscriptions(connection);
        var agreements = Agreements.All(connection);
        var members = connection.Query("SELECT licensee, email, name, role, added FROM member ORDER BY licensee, email", row => (Licensee: row.GetString(0),
            Member: new Member(row.GetString(1), Rows.Text(row, 2), RoleNames.TryParse(row.GetString(3), out var role) ? role : throw Unreadable(row.GetString(0), "role"), UsageRows.Time(row.GetInt64(4)))))
            .ToLookup(pair => pair.Licensee, pair => pair.Member);
        var changes = connection.Query("SELECT licensee, status, announced, effective, site, reason FROM licensee_status ORDER BY seq", row => (Licensee: row.GetString(0),
            Change: new StatusChange(StatusNames.TryParse(row.GetString(1), out var status) ? status : throw Unreadable(row.GetString(0), "status"),
                UsageRows.Time(row.GetInt64(2)), UsageRows.Time(row.GetInt64(3)), Rows.Text(row, 4), Rows.Text(row, 5))))
            .ToLookup(pair => pair.Licensee, pair => pair.Change);
        var signers = connection.Query("SELECT licensee, url, purpose FROM signer ORDER BY url", row => (Licensee: row.GetString(0),
            Signer: new BoundSigner(row.GetString(1), Rows.Text(row, 2) is not { } named ? null : PurposeNames.TryParse(named, out var purpose) ? purpose : throw Unreadable(row.GetString(0), "purpose"))))
            .ToLookup(pair => pair.Licensee, pair => pair.Signer);
        return [.. Credentials.Licensees(connection).Select(licensee => new Account
        {
            Licensee = licensee,
            Members = [.. members[licensee.Id]],
            Changes = [.. changes[licensee.Id]],
            Signers = [.. signers[licensee.Id]],
            Subscriptions = [.. subscriptions[licensee.Id]],
            Agreements = [.. agreements[licensee.Id]],
        })];
    }

    static StoreException Unreadable(string licensee, string what) => new($"licensee {licensee} has no readable {what}", isCorrupt: true);
}
