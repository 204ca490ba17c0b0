using System.Text;
using Gardu.Protocols.Rsl;

namespace Gardu.Protocols.Tests.Rsl;

public sealed class RslEvaluationTests
{
    const string Site = "https://pub.example";

    static RslDocument Document(string contents) =>
        RslReader.TryParse(Encoding.UTF8.GetBytes($"<rsl xmlns=\"{RslDocument.Namespace}\">{contents}</rsl>"), out var document, out var error) ? document! : throw new FormatException(error);

    static string Content(string url, string license) => $"<content url=\"{url}\"><license>{license}</license></content>";

    static string Permits(string words, string type = "usage") => $"<permits type=\"{type}\">{words}</permits>";

    static string Prohibits(string words, string type = "usage") => $"<prohibits type=\"{type}\">{words}</prohibits>";

    static bool Licensed(string contents, string use, string path = "/x", string? user = null, string? country = null) =>
        RslEvaluation.Ask(Document(contents), Site, path, new RslQuestion(use, user, country)).IsLicensed;

    /// <summary>The worked example of section 3.1.2.</summary>
    [Theory]
    [InlineData("ai-train", "/articles/1", false)]
    [InlineData("ai-train", "/x", true)]
    [InlineData("search", "/articles/1", true)]
    [InlineData("ai-input", "/articles/1", true)]
    public void A_narrower_prohibition_takes_one_use_out_of_a_broader_permission(string use, string path, bool licensed) =>
        Assert.Equal(licensed, Licensed(Content("/", Permits("all")) + Content("/articles/", Prohibits("ai-train")), use, path));

    [Theory]
    [InlineData("search", true)]
    [InlineData("ai-input", false)]
    public void A_list_of_permissions_is_closed(string use, bool licensed) => Assert.Equal(licensed, Licensed(Content("/", Permits("search")), use));

    [Theory]
    [InlineData("search", true)]
    [InlineData("ai-index", false)]
    public void What_is_only_prohibited_leaves_the_rest_open(string use, bool licensed) => Assert.Equal(licensed, Licensed(Content("/", Prohibits("ai-all")), use));

    [Theory]
    [InlineData("ai-input", true)]
    [InlineData("ai-train", false)]
    [InlineData("search", false)]
    public void The_closer_word_counts(string use, bool licensed) => Assert.Equal(licensed, Licensed(Content("/", Permits("ai-all") + Prohibits("ai-train")), use));

    [Theory]
    [InlineData("DE", true)]
    [InlineData("US", false)]
    [InlineData(null, false)]
    public void A_place_has_to_be_known(string? country, bool licensed) => Assert.Equal(licensed, Licensed(Content("/", Permits("EU", "geo")), "search", country: country));

    [Theory]
    [InlineData("education", true)]
    [InlineData("commercial", false)]
    [InlineData(null, false)]
    public void A_user_has_to_be_known(string? user, bool licensed) => Assert.Equal(licensed, Licensed(Content("/", Permits("education", "user")), "ai-train", user: user));

    [Theory]
    [InlineData("/a/b", true)]
    [InlineData("/a/b/c", false)]
    public void The_longest_pattern_that_matches_is_the_narrowest(string path, bool licensed) =>
        Assert.Equal(licensed, Licensed(Content("/a*", Permits("search")) + Content("/a/b$", Permits("all")), "ai-train", path));

    [Theory]
    [InlineData(null, false)]
    [InlineData("https://pub.example/profiles/t1", true)]
    [InlineData("https://pub.example/profiles/t2", false)]
    public void Who_cannot_report_has_no_licence(string? profile, bool licensed)
    {
        var document = Document(Content("/", Permits("all") + "<reporting type=\"audit\" profile=\"https://pub.example/profiles/t1\"/>"));
        Assert.Equal(licensed, RslEvaluation.Ask(document, Site, "/", new RslQuestion("search", CanReport: reporting => reporting.Profile == profile)).IsLicensed);
    }

    [Theory]
    [InlineData("", "/x", RslFinding.Licensed)]
    [InlineData("<permits type=\"usage\">search</permits>", "/x", RslFinding.Unlisted)]
    [InlineData("<prohibits type=\"usage\">ai-all</prohibits>", "/x", RslFinding.Prohibited)]
    [InlineData("<permits type=\"geo\">DE</permits>", "/x", RslFinding.Restricted)]
    [InlineData("<permits type=\"usage\">all</permits><prohibits type=\"user\">commercial</prohibits>", "/x", RslFinding.Restricted)]
    [InlineData("", "/y", RslFinding.Silent)]
    public void It_says_why_not(string license, string path, RslFinding finding) =>
        Assert.Equal(finding, RslEvaluation.Ask(Document(Content("/x", license)), Site, path, new RslQuestion("ai-train")).Finding);

    [Fact]
    public void Without_a_payment_it_is_free_and_of_alternatives_each_that_grants_is_given()
    {
        var document = Document("<content url=\"/\"><license>" + Permits("search") + "</license><license>" + Permits("ai-input")
            + "<payment type=\"crawl\"><custom>https://pub.example/licensing/</custom><amount currency=\"USD\">0.002</amount></payment></license></content>");
        Assert.Null(Assert.Single(RslEvaluation.Ask(document, Site, "/", new RslQuestion("search")).Licenses).Payment);
        Assert.Equal(new RslPayment("crawl", null, "https://pub.example/licensing/", "0.002", "USD"), Assert.Single(RslEvaluation.Ask(document, Site, "/", new RslQuestion("ai-input")).Licenses).Payment);
        Assert.False(RslEvaluation.Ask(document, Site, "/", new RslQuestion("ai-train")).IsLicensed);
    }

    [Fact]
    public void An_absolute_address_is_bound_to_its_site_and_no_document_licenses_nothing()
    {
        var document = Document(Content("https://pub.example/a/", Permits("all")));
        Assert.True(RslEvaluation.Ask(document, Site, "/a/1", new RslQuestion("ai-train")).IsLicensed);
        Assert.False(RslEvaluation.Ask(document, "https://other.example", "/a/1", new RslQuestion("ai-train")).IsLicensed);
        Assert.False(RslEvaluation.Ask(document, Site, "/b", new RslQuestion("ai-train")).IsLicensed);
        Assert.False(RslEvaluation.Ask(null, Site, "/", new RslQuestion("search")).IsLicensed);
    }
}
