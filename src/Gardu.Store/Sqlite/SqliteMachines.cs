using System.Text.Json;
using Gardu.Gate.Recording;
using Gardu.Reports.Recorded;
using Gardu.Reports.Traffic;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;
using Microsoft.Data.Sqlite;

namespace Gardu.Store.Sqlite;

/// <summary>
/// What a data folder's store has on record of single machines. SQLite groups and sorts, in temporary files where that does not
/// fit its cache, so that memory does not grow with the record. Every method throws <see cref="StoreException"/> where the
/// store cannot be had.
/// </summary>
public sealed class SqliteMachines(string dataFolder) : IRecordedMachines
{
    const int UserAgentsMax = 5;
    const int RowsMax = 10;

    const string Unknown = "2"; // RequesterKind.UnknownMachine
    const string Agent = "3"; // RequesterKind.Agent
    const string IsOutside = $"((kind = {Unknown} AND substr(agent, 1, 1) <> '(') OR (kind = {Agent} AND proof = 'signed' AND operator IS NULL))";
    const string Hashed = "substr(address, 1, 2) = 'h:'";

    const string Figures =
        "max(proof = 'signed'), count(*) AS requests, sum(bytes), sum(status IN (401, 402, 403, 429)), min(time), max(time), "
        + $"count(DISTINCT CASE WHEN NOT {Hashed} THEN address END), count(DISTINCT CASE WHEN {Hashed} THEN address END), sum(path = '/robots.txt' OR substr(path, 1, 12) = '/robots.txt?')";

    /// <summary>Rows of one machine, found once and then looked up by number.</summary>
    const string Own = "FROM own CROSS JOIN usage ON usage.seq = own.row";

    readonly string path = SqliteStore.PathIn(dataFolder);

    /// <summary>Whether a data folder has a record.</summary>
    public static bool AreIn(string dataFolder) => File.Exists(SqliteStore.PathIn(dataFolder));

    /// <inheritdoc/>
    public IReadOnlyList<RecordedMachine> Outside(int most) => AsOfOneMoment(connection =>
    {
        connection.Execute($"CREATE TEMP TABLE busiest AS SELECT agent, {Figures} FROM usage WHERE {IsOutside} GROUP BY agent ORDER BY requests DESC, agent LIMIT $0", most);
        var userAgents = connection.Query(
            "SELECT agent, user_agent, requests FROM ("
            + "SELECT agent, user_agent, count(*) AS requests, row_number() OVER (PARTITION BY agent ORDER BY count(*) DESC, user_agent) AS place "
            + $"FROM usage WHERE {IsOutside} AND user_agent IS NOT NULL AND agent IN (SELECT agent FROM busiest) GROUP BY agent, user_agent) "
            + $"WHERE place <= {UserAgentsMax} ORDER BY place",
            row => (Name: row.GetString(0), UserAgent: UserAgent(row.GetString(1), row.GetInt64(2)))).ToLookup(row => row.Name, row => row.UserAgent);
        return connection.Query("SELECT * FROM busiest ORDER BY requests DESC, agent", row => Machine(row, [.. userAgents[row.GetString(0)]]));
    });

    /// <inheritdoc/>
    public MachineHistory? Find(IReadOnlyCollection<string> names, string? licensee) => AsOfOneMoment(connection =>
    {
        connection.Execute("CREATE TEMP TABLE own AS SELECT seq AS row FROM usage WHERE agent IN (SELECT value FROM json_each($0)) OR licensee = $1", JsonSerializer.Serialize(names), licensee);
        if (connection.Scalar<long>("SELECT count(*) FROM own") == 0)
            return null;
        var proofs = connection.Query($"SELECT proof, grounds, count(*) {Own} GROUP BY proof, grounds ORDER BY 3 DESC, grounds",
            row => (Proof: ProofOf(row, 0), Grounds: row.IsDBNull(1) ? null : ReasonCodes.Find(row.GetString(1)), Requests: row.GetInt64(2)));
        var byProof = new long[(int)Proof.Signed + 1];
        foreach (var (proof, _, requests) in proofs)
            byProof[(int)proof] += requests;
        var userAgents = connection.Query($"SELECT user_agent, count(*) {Own} WHERE user_agent IS NOT NULL GROUP BY user_agent ORDER BY 2 DESC, 1 LIMIT {UserAgentsMax}",
            row => UserAgent(row.GetString(0), row.GetInt64(1)));
        return new MachineHistory
        {
            Machine = connection.Query($"SELECT max(agent), {Figures} {Own}", row => Machine(row, userAgents))[0],
            Proofs = byProof,
            Grounds = [.. proofs.Where(row => row.Grounds is not null).Select(row => new GroundsFigures(row.Grounds!, row.Proof, row.Requests))], // looked at just before
            Decisions = connection.Query($"SELECT decision, mode, reason, count(*) {Own} GROUP BY decision, mode, reason ORDER BY 4 DESC, reason LIMIT {RowsMax}",
                row => new DecisionFigures(VerdictOf(row, 0), ModeOf(row, 1), row.GetString(2), row.GetInt64(3))),
            Paths = connection.Query($"SELECT site, path, count(*), sum(bytes) {Own} GROUP BY site, path ORDER BY 3 DESC, path, site LIMIT {RowsMax}",
                row => new TakenPath(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3))),
            From = connection.Query($"SELECT address, count(*) {Own} GROUP BY address ORDER BY 2 DESC, 1 LIMIT {RowsMax}", row => new CountedText(row.GetString(0), row.GetInt64(1))),
            Keys = connection.Query($"SELECT licensee, key, count(*) {Own} WHERE licensee IS NOT NULL AND key IS NOT NULL GROUP BY licensee, key ORDER BY 3 DESC, key LIMIT {RowsMax}",
                row => new KeyFigures(row.GetString(0), row.GetString(1), row.GetInt64(2))),
        };
    });

    /// <summary>Works on the record as it stands at one moment; temporary tables are SQLite's own, outside the record, which is opened to be read.</summary>
    T AsOfOneMoment<T>(Func<SqliteConnection, T> work) => SqliteFile.Guarded(path, SqliteOpenMode.ReadOnly, connection =>
    {
        connection.Execute("BEGIN");
        return work(connection);
    });

    static CountedText UserAgent(string text, long requests) => new(text, requests, text.Length >= UsageRecord.UserAgentLengthMax);

    static RecordedMachine Machine(SqliteDataReader row, IReadOnlyList<CountedText> userAgents) => new()
    {
        Name = row.GetString(0),
        IsSigned = row.GetInt64(1) != 0,
        Requests = row.GetInt64(2),
        Bytes = row.GetInt64(3),
        Refused = row.GetInt64(4),
        FirstSeen = UsageRows.Time(row.GetInt64(5)),
        LastSeen = UsageRows.Time(row.GetInt64(6)),
        Networks = row.GetInt64(7),
        HashedAddresses = row.GetInt64(8),
        RobotsReads = row.GetInt64(9),
        UserAgents = userAgents,
    };

    static Proof ProofOf(SqliteDataReader row, int at) => ProofNames.TryParse(row.GetString(at), out var proof) ? proof : throw Unreadable("proof", row.GetString(at));

    static Verdict VerdictOf(SqliteDataReader row, int at) => VerdictNames.TryParse(row.GetString(at), out var verdict) ? verdict : throw Unreadable("decision", row.GetString(at));

    static Mode ModeOf(SqliteDataReader row, int at) => SiteTermsReader.TryParseMode(row.GetString(at), out var mode) ? mode : throw Unreadable("mode", row.GetString(at));

    static StoreException Unreadable(string column, string text) => new($"a record has no readable {column} (\"{text}\")", isCorrupt: true);
}
