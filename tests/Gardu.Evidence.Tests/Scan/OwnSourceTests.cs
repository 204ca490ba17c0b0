using System.Diagnostics;
using System.Text;
using Gardu.Evidence.Scan.Indexing;
using Gardu.Evidence.Scan.Reading;

namespace Gardu.Evidence.Tests.Scan;

public sealed class OwnSourceTests
{
    const int Octets = 1_000_000;

    [Theory]
    [InlineData("<div>")]
    [InlineData("<DIV class=x></span>")]
    [InlineData("<b>")]
    [InlineData("<a href=x><p>")]
    [InlineData("<font color=1><p>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<table>")]
    [InlineData("<select>")]
    [InlineData("<template>")]
    [InlineData("<svg>")]
    [InlineData("<p>")]
    [InlineData("<li>")]
    [InlineData("</p>")]
    [InlineData("<br>")]
    [InlineData("<b><div></b>")]
    [InlineData("<a x")]
    [InlineData("<ul><li>")]
    [InlineData("<x1><x2><x3><x4>")]
    [InlineData("<div><!--</div>-->")]
    [InlineData("<div title='</div>'>")]
    [InlineData("<x><div></x></div>")]
    [InlineData("<svg><td>")]
    [InlineData("<ruby><rt>")]
    [InlineData("<optgroup>")]
    [InlineData("<i><p><a>")]
    public void A_page_that_was_made_to_keep_a_parser_busy_is_read_in_its_time(string again)
    {
        var page = "<title>Whatever</title><p>First words. " + string.Concat(Enumerable.Repeat(again, Octets / again.Length)) + " Last words.";
        var watch = Stopwatch.StartNew();
        var text = Encoding.UTF8.GetString(Read(page).Text.Span);
        Assert.Contains("First words.", text, StringComparison.Ordinal);
        if (again != "<a x") // all of which is one tag
            Assert.Contains("Last words.", text, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20); // hours without a limit, a second on an idle machine
    }

    [Fact]
    public void A_tag_of_very_many_attributes_is_read_in_its_time()
    {
        var watch = Stopwatch.StartNew();
        Read($"<p {string.Concat(Enumerable.Range(0, 100_000).Select(i => $"a{i}=1 "))}>words</p>");
        Read($"<p title=\"{new string('x', Octets)}");
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }

    [Fact]
    public void A_page_of_many_elements_that_are_not_deep_keeps_its_title_and_loses_its_edges()
    {
        var page = "<html lang=en><title>Many</title><nav>Home</nav><main>" + string.Concat(Enumerable.Repeat("<div><p>one<li>two<br><b>three</b></div>", 5_000)) + "</main>";
        var read = Read(page);
        Assert.Equal("Many", read.Document.Title);
        Assert.DoesNotContain("Home", Encoding.UTF8.GetString(read.Text.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"id":"a","title":"First","title":"Second"}""", "a", "First")]
    [InlineData("""{"id":7,"title":"\ud800"}""", "7", null)]
    [InlineData("""{"id":" ","title":{"id":"b"},"id":"c"}""", "c", null)]
    [InlineData("""{"id":"a","title":"Whatever""", "a", null)]
    [InlineData("null", "page.html#0", null)]
    public void What_a_head_says_is_taken_as_far_as_it_can_be_read(string head, string id, string? title)
    {
        var document = Read("words", head).Document;
        Assert.Equal((id, title), (document.Id, document.Title));
    }

    static OwnText Read(string page, string head = "")
    {
        var batch = new RecordBatch { PartLimit = 2 * Octets };
        var text = batch.Add(Encoding.UTF8.GetBytes(page));
        batch.Add(new CorpusRecord(0, 0, text, batch.Add(Encoding.UTF8.GetBytes(head)), TextKind.Html));
        return Assert.Single(OwnSource.Read(batch, "page.html"));
    }
}
