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
    public void A_page_that_was_made_to_keep_a_parser_busy_is_read_in_its_time(string again)
    {
        var page = "<title>Whatever</title><p>First words. " + string.Concat(Enumerable.Repeat(again, Octets / again.Length)) + " Last words.";
        var watch = Stopwatch.StartNew();
        var text = Encoding.UTF8.GetString(Read(page).Text.Span);
        Assert.Contains("First words.", text, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20); // hours without a limit, a second on an idle machine
    }

    [Fact]
    public void A_page_of_many_elements_that_are_not_deep_keeps_its_title_and_loses_its_edges()
    {
        var page = "<html lang=en><title>Many</title><nav>Home</nav><main>" + string.Concat(Enumerable.Repeat("<div><p>one<li>two<br><b>three</b></div>", 5_000)) + "</main>";
        var read = Read(page);
        Assert.Equal("Many", read.Document.Title);
        Assert.DoesNotContain("Home", Encoding.UTF8.GetString(read.Text.Span), StringComparison.Ordinal);
    }

    static OwnText Read(string page)
    {
        var batch = new RecordBatch { PartLimit = 2 * Octets };
        batch.Add(new CorpusRecord(0, 0, batch.Add(Encoding.UTF8.GetBytes(page)), default, TextKind.Html));
        return Assert.Single(OwnSource.Read(batch, "page.html"));
    }
}
