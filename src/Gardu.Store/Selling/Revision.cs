using System.Data.Common;

namespace Gardu.Store.Selling;

/// <summary>Changes of what licensees are and have, which running gates see within a second.</summary>
static class Revision
{
    /// <summary>Changes something in one transaction, and lets running gates see it.</summary>
    public static void Change(Database database, Action<DbConnection> change) => Change(database, connection =>
    {
        change(connection);
        return true;
    });

    /// <summary>The same, and leaves everything as it was where it says false.</summary>
    public static bool Change(Database database, Func<DbConnection, bool> change) => database.Guarded(Access.Write, connection =>
    {
        using var transaction = connection.BeginTransaction();
        connection.Execute("UPDATE key_revision SET number = number + 1"); // first, so that changes come one after the other
        var isDone = change(connection);
        if (isDone)
            transaction.Commit();
        return isDone;
    });
}
