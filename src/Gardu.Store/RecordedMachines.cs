using System.Data.Common;
using Gardu.Gate.Recording;
using Gardu.Reports.Recorded;
using Gardu.Reports.Traffic;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Store;

/// <summary>
/// What a database has on record of single machines. It groups and sorts itself, in temporary files where that does not fit its
/// memory, so that this program's does not grow with the record. Every method throws <see cref="StoreException"/> where the
/// database cannot be had.
/// </summary>
public sealed class RecordedMachines(Database database) : IRecordedMachines
{
    const int UserAgentsMax = 5;
    const int RowsMax = 10;

    const string Unknown = "2"; // RequesterKind.UnknownMachine
    const string Agent = "3"; // RequesterKind.Agent
    const string IsOutside = $"((kind = {Unknown} AND substr(agent, 1, 1) <> '(') OR (kind = {Agent} AND proof = 'signed' AND operator IS NULL))";
    const string Hashed = "substr(address, 1, 2) = 'h:'";

    const string Figures =
        "max(CASE WHEN proof = 'signed' THEN 1 ELSE 0 END), count(*), CAST(sum(bytes) AS bigint), count(CASE WHEN status IN (401, 402, 403, 429) THEN 1 END), min(time), max(time), "
        + $"count(DISTINCT CASE WHEN NOT {Hashed} THEN address END), count(DISTINCT CASE WHEN {Hashed} THEN address END), "
        + "count(CASE WHEN path = '/robots.txt' OR substr(path, 1, 12) = '/robots.txt?' THEN 1 END)";

    /// <summary>Rows of one machine, found once and then looked up by number.</summary>
    const string Own = "FROM own CROSS JOIN usage WHERE usage.seq = own.place";

    /// <inheritdoc/>
    public IReadOnlyList<RecordedMachine> Outside(int most) => database.Guarded(Access.Report, connection =>
    {
        var busiest = connection.Query($"SELECT agent, {Figures} FROM usage WHERE {IsOutside} GROUP BY agent ORDER BY 3 DESC, agent LIMIT @0", row => Machine(row, []), most);
        if (busiest.Count == 0)
            return busiest;
        var userAgents = connection.Query(
            "SELECT agent, user_agent, requests FROM ("
            + "SELECT agent, user_agent, count(*) AS requests, row_number() OVER (PARTITION BY agent ORDER BY count(*) DESC, user_agent) AS place "
            + $"FROM usage WHERE {IsOutside} AND user_agent IS NOT NULL AND agent IN ({Sql.Marks(busiest.Count)}) GROUP BY agent, user_agent) AS said "
            + $"WHERE place <= {UserAgentsMax} ORDER BY place",
            row => (Name: row.GetString(0), UserAgent: UserAgent(row.GetString(1), row.GetInt64(2))), [.. busiest.Select(machine => machine.Name)]).ToLookup(row => row.Name, row => row.UserAgent);
        return [.. busiest.Select(machine => machine with { UserAgents = [.. userAgents[machine.Name]] })];
    });

    /// <inheritdoc/>
    public MachineHistory? Find(IReadOnlyCollection<string> names, string? licensee) => database.Guarded(Access.Report, connection =>
    {
        connection.Execute($"CREATE TEMP TABLE own AS SELECT seq AS place FROM usage WHERE licensee = @0 OR agent IN ({Sql.Marks(names.Count, first: 1)})", [licensee, .. names]);
        if (connection.Scalar<long>("SELECT count(*) FROM own") == 0)
            return null;
        var proofs = connection.Query($"SELECT proof, grounds, count(*) {Own} GROUP BY proof, grounds ORDER BY 3 DESC, grounds",
            row => (Proof: ProofOf(row, 0), Grounds: row.IsDBNull(1) ? null : ReasonCodes.Find(row.GetString(1)), Requests: row.GetInt64(2)));
        var byProof = new long[(int)Proof.Signed + 1];
        foreach (var (proof, _, requests) in proofs)
            byProof[(int)proof] += requests;
        var userAgents = connection.Query($"SELECT user_agent, count(*) {Own} AND user_agent IS NOT NULL GROUP BY user_agent ORDER BY 2 DESC, 1 LIMIT {UserAgentsMax}",
            row => UserAgent(row.GetString(0), row.GetInt64(1)));
        return new MachineHistory
        {
            Machine = connection.Query($"SELECT max(agent), {Figures} {Own}", row => Machine(row, userAgents))[0],
            Proofs = byProof,
            Grounds = [.. proofs.Where(row => row.Grounds is not null).Select(row => new GroundsFigures(row.Grounds!, row.Proof, row.Requests))], // looked at just before
            Decisions = connection.Query($"SELECT decision, mode, reason, count(*) {Own} GROUP BY decision, mode, reason ORDER BY 4 DESC, reason LIMIT {RowsMax}",
                row => new DecisionFigures(VerdictOf(row, 0), ModeOf(row, 1), row.GetString(2), row.GetInt64(3))),
            Paths = connection.Query($"SELECT site, path, count(*), CAST(sum(bytes) AS bigint) {Own} GROUP BY site, path ORDER BY 3 DESC, path, site LIMIT {RowsMax}",
                row => new TakenPath(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3))),
            From = connection.Query($"SELECT address, count(*) {Own} GROUP BY address ORDER BY 2 DESC, 1 LIMIT {RowsMax}", row => new CountedText(row.GetString(0), row.GetInt64(1))),
            Keys = connection.Query($"SELECT licensee, key, count(*) {Own} AND licensee IS NOT NULL AND key IS NOT NULL GROUP BY licensee, key ORDER BY 3 DESC, key LIMIT {RowsMax}",
                row => new KeyFigures(row.GetString(0), row.GetString(1), row.GetInt64(2))),
        };
    });

    static CountedText UserAgent(string text, long requests) => new(text, requests, text.Length >= UsageRecord.UserAgentLengthMax);

    static RecordedMachine Machine(DbDataReader row, IReadOnlyList<CountedText> userAgents) => new()
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

    static Proof ProofOf(DbDataReader row, int at) => ProofNames.TryParse(row.GetString(at), out var proof) ? proof : throw Unreadable("proof", row.GetString(at));

    static Verdict VerdictOf(DbDataReader row, int at) => VerdictNames.TryParse(row.GetString(at), out var verdict) ? verdict : throw Unreadable("decision", row.GetString(at));

    static Mode ModeOf(DbDataReader row, int at) => SiteTermsReader.TryParseMode(row.GetString(at), out var mode) ? mode : throw Unreadable("mode", row.GetString(at));

    static StoreException Unreadable(string column, string text) => new($"a record has no readable {column} (\"{text}\")", isCorrupt: true);
}
