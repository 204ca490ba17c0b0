using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Gardu.Evidence.Cases;
using Gardu.Ledger.Exports;
using Gardu.Ledger.Statements;

namespace Gardu.Evidence.Tests.Cases;

public sealed class CaseZipTests
{
    static readonly DateTimeOffset Day = SmallLog.From.AddDays(3);

    [Fact]
    public void The_same_case_gives_the_same_bytes()
    {
        byte[] Made()
        {
            using var log = SmallLog.WithTerms().Usage(Day).Usage(Day.AddHours(1), decision: "allow");
            return log.Zip();
        }
        var first = Made();
        Assert.Equal(first, Made());
        using var archive = new ZipArchive(new MemoryStream(first));
        Assert.Equal(archive.Entries.Select(file => file.FullName).Order(StringComparer.Ordinal), archive.Entries.Select(file => file.FullName));
        Assert.All(archive.Entries, file => Assert.Equal(new DateTime(1980, 1, 1), file.LastWriteTime.DateTime));
    }

    [Fact]
    public void The_manifest_has_the_hash_of_every_other_file()
    {
        using var log = SmallLog.WithTerms().Usage(Day);
        var files = log.Files();
        var manifest = Encoding.UTF8.GetString(files["MANIFEST.sha256"]);
        Assert.Equal(string.Concat(files.Where(file => file.Key != "MANIFEST.sha256").Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(file.Value))}  {file.Key}\n")), manifest);
        Assert.Equal(["MANIFEST.sha256", "README.txt", "declared", "declared", "entries.jsonl", "index.html", "keys.txt", "statement.json"], files.Keys.Select(name => name.Split('/')[0]));
        Assert.Equal(SmallLog.FirstTerms, Encoding.UTF8.GetString(files[$"declared/{SmallLog.HashOf(SmallLog.FirstTerms)}"]));
    }

    [Fact]
    public void The_entries_are_an_export_and_the_statement_adds_them_up()
    {
        using var log = SmallLog.WithTerms().Usage(Day).Usage(Day.AddDays(1)).Usage(Day.AddDays(1), decision: "allow");
        var files = log.Files();
        var lines = Encoding.UTF8.GetString(files["entries.jsonl"]).TrimEnd('\n').Split('\n');
        var header = ExportHeader.Parse(Encoding.UTF8.GetBytes(lines[0]))!;
        Assert.Equal(("GPTBot", SmallLog.From, SmallLog.To), (header.Filter.Agent, header.Filter.From, header.Filter.To));
        Assert.Equal(Enumerable.Range(0, 7).Select(index => (long)index), lines.Skip(1).Select(line => ExportEntry.Parse(Encoding.UTF8.GetBytes(line))!.Index));
        var statement = Statement.Parse(files["statement.json"])!;
        Assert.Equal((3, 3000, header.Filter), (statement.Requests, statement.Bytes, statement.Filter));
    }

    [Fact]
    public void What_came_after_the_end_is_left_out_but_for_keys_of_the_log_and_acts_of_its_operator()
    {
        using var log = SmallLog.WithTerms().Usage(Day).Declare(SmallLog.To, "terms", SmallLog.SecondTerms).Configure(SmallLog.To, SmallLog.SecondTerms).LogKey(SmallLog.To.AddDays(1), "retired").Erasure(SmallLog.To.AddDays(1), 12);
        var made = log.Read();
        Assert.Equal(7, made.EntryCount);
        Assert.DoesNotContain($"declared/{SmallLog.HashOf(SmallLog.SecondTerms)}", log.Files().Keys);
        Assert.Contains("erased what 12 entries", log.Page(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_case_without_requests_says_so_and_one_with_too_many_declarations_is_none()
    {
        using var none = SmallLog.WithTerms();
        Assert.Equal(0, none.Read().RequestCount);
        using var many = SmallLog.WithTerms();
        for (var number = 0; number < Case.DeclarationsMax; number++)
            many.Declare(Day, "terms", null);
        Assert.Null(Case.Read(many.Source(), new MemoryStream(), out var problem));
        Assert.Contains("more than 9000 times", problem, StringComparison.Ordinal);
    }
}
