using System.Text.RegularExpressions;
using Gardu.Terms.Decisions;

namespace Gardu.Tidy;

/// <summary>One word for one thing, in code and documents alike.</summary>
public sealed partial class GlossaryTests
{
    /// <summary>Words that have another name here, or that say nothing.</summary>
    static readonly (string Banned, string Instead)[] TypeWords =
    [
        ("Manager", "say what it does"), ("Helper", "say what it does"), ("Util", "say what it does"), ("Utils", "say what it does"), ("Common", "say what it holds"),
        ("Impl", "name what differs"), ("Info", "say what it holds"), ("Policy", "terms"), ("Crawler", "agent"), ("Bot", "agent"), ("Vendor", "operator"),
        ("Upstream", "origin"), ("Backend", "origin"), ("Tenant", "site"), ("Customer", "licensee"), ("Buyer", "licensee"), ("Intent", "purpose"),
    ];

    [Fact]
    public void Types_are_named_by_the_glossary()
    {
        foreach (var source in Repository.ProductSources)
        {
            foreach (Match match in TypeName().Matches(Repository.CodeOf(source)))
            {
                var name = match.Groups[1].Value;
                var words = Word().Matches(name).Select(word => word.Value).ToArray();
                foreach (var (banned, instead) in TypeWords)
                    Assert.False(words.Contains(banned), $"{source}: \"{banned}\" in {name}; {instead}");
            }
        }
    }

    [Fact]
    public void A_file_is_named_for_its_first_type()
    {
        foreach (var source in Repository.ProductSources.Where(source => !source.EndsWith("/Program.cs", StringComparison.Ordinal)))
        {
            var names = TypeName().Matches(Repository.CodeOf(source)).Select(match => match.Groups[1].Value).ToArray();
            var file = Path.GetFileNameWithoutExtension(source).Split('.')[0];
            Assert.True(names.Contains(file) || names.Contains(file.TrimEnd('s')), $"{source} holds {string.Join(", ", names)}");
        }
    }

    [Fact]
    public void A_namespace_is_the_folder_it_stands_in()
    {
        foreach (var source in Repository.ProductSources.Where(source => !source.EndsWith("/Program.cs", StringComparison.Ordinal)))
        {
            var folder = Path.GetDirectoryName(source)![(source.IndexOf('/') + 1)..].Replace('/', '.');
            Assert.True(Repository.Read(source).Contains($"namespace {folder};", StringComparison.Ordinal), $"{source} is not in namespace {folder}");
        }
    }

    [Fact]
    public void Files_are_short()
    {
        foreach (var source in Repository.ProductSources)
            Assert.True(Repository.Read(source).Split('\n').Length <= 300, $"{source} has more than 300 lines");
    }

    [Fact]
    public void Nothing_is_left_for_later_in_the_code()
    {
        foreach (var source in Repository.Files("*.cs").Where(source => !source.EndsWith("GlossaryTests.cs", StringComparison.Ordinal)))
            Assert.DoesNotMatch(@"\b(TODO|FIXME|HACK)\b|#region", Repository.Read(source));
    }

    [Fact]
    public void Every_reason_that_there_is_is_listed() =>
        Assert.Equal(typeof(ReasonCodes).GetProperties().Count(property => property.PropertyType == typeof(ReasonCode)), ReasonCodes.Every.Count - Gardu.Terms.Identities.ProofReasons.Every.Count);

    /// <summary>With GARDU_UPDATE=1 the page is written anew.</summary>
    [Fact]
    public void Every_reason_has_its_page_in_the_reference()
    {
        const string path = "docs/reference/reasons.md";
        var page = "# Reason codes\n\nWhy a request got what it got: in `Gardu-Decision`, problems, records and metrics. The gate serves the same\npages under `/licensing/reasons/`. A code is never renamed and never reused.\n"
            + string.Concat(ReasonCodes.Every.Select(reason => $"\n## {reason.Code}\n\n**{reason.Title}.** {reason.Meaning}\n\n{reason.Remedy}\n"));
        if (Environment.GetEnvironmentVariable("GARDU_UPDATE") == "1")
            File.WriteAllText(Path.Combine(Repository.Root, path), page);
        Assert.Equal(page, Repository.Read(path));
    }

    [Fact]
    public void Links_in_documents_lead_somewhere()
    {
        foreach (var document in Repository.Files("*.md"))
        {
            foreach (Match link in Link().Matches(Repository.Read(document)))
            {
                var target = link.Groups[1].Value.Split('#')[0];
                if (target.Length == 0 || target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
                    continue;
                var path = Path.Combine(Repository.Root, Path.GetDirectoryName(document)!, target);
                Assert.True(File.Exists(path) || Directory.Exists(path), $"{document} links {target}, which is not there");
            }
        }
    }

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record|record struct|record class|delegate [\w<>?]+)\s+([A-Z]\w*)")]
    private static partial Regex TypeName();

    [GeneratedRegex("[A-Z][a-z0-9]*")]
    private static partial Regex Word();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
