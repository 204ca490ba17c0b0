using System.Globalization;
using System.Net;
using System.Text;

namespace Gardu.Demo;

/// <summary>The demonstration's pages, feed and sitemap as text.</summary>
static class DemoPages
{
    const string Style = "body{font:1.1rem/1.6 Georgia,serif;max-width:40rem;margin:3rem auto;padding:0 1rem;color:#222;background:#fffdf8}"
        + "nav a{margin-right:1rem}h1{line-height:1.2}img{max-width:100%}small{color:#666}"
        + "@media(prefers-color-scheme:dark){body{color:#eee;background:#1a1917}a{color:#8cc8f0}small{color:#aaa}}";

    public static string Front() => Frame("The Harbour Post", string.Concat(DemoContent.Articles.Select(article =>
        $"<h2><a href=\"/articles/{article.Slug}\">{Text(article.Title)}</a></h2><p><small>{article.Author}, {Day(article)}</small><br>{Text(article.Paragraphs[0])}</p>")));

    public static string? Article(string slug) =>
        DemoContent.Articles.FirstOrDefault(article => article.Slug == slug) is not { } found ? null : Frame(found.Title,
            $"<p><small>{Text(found.Author)}, {Day(found)}</small></p><img src=\"/images/{found.Slug}.svg\" alt=\"\" width=\"640\" height=\"240\">"
            + string.Concat(found.Paragraphs.Select(paragraph => $"<p>{Text(paragraph)}</p>")));

    public static string Forum() => Frame("Forum", "<ul>" + string.Concat(DemoContent.Threads.Select(thread =>
        $"<li><a href=\"/forum/{thread.Id}\">{Text(thread.Title)}</a> <small>{thread.Posts.Length} posts</small></li>")) + "</ul>");

    public static string? Thread(int id) =>
        DemoContent.Threads.FirstOrDefault(thread => thread.Id == id) is not { } found ? null
            : Frame(found.Title, string.Concat(found.Posts.Select(post => $"<p><strong>{Text(post.Author)}</strong><br>{Text(post.Text)}</p>")));

    public static string Members() => Frame("For members", "<p>The crossword, the obituaries, and the editor's letter.</p>");

    public static string Audio() => Frame("The harbour bell", "<p>Seven strokes, as they sound at the quay.</p><audio controls src=\"/audio/harbour-bell.wav\"></audio>");

    public static string Image(string slug)
    {
        var hue = slug.Sum(letter => letter) * 37 % 360;
        return string.Create(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 240\"><rect width=\"640\" height=\"240\" fill=\"hsl({hue},45%,72%)\"/><circle cx=\"520\" cy=\"70\" r=\"34\" fill=\"#fff7d6\"/><path d=\"M0 170q80-30 160 0t160 0 160 0 160 0v70H0z\" fill=\"hsl({(hue + 200) % 360},40%,45%)\"/></svg>");
    }

    public static string Feed(string url)
    {
        var feed = new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>The Harbour Post</title>")
            .Append(CultureInfo.InvariantCulture, $"<id>{url}/</id><updated>{DemoContent.Articles[^1].Date:yyyy-MM-dd}T06:00:00Z</updated>");
        foreach (var article in DemoContent.Articles)
            feed.Append(CultureInfo.InvariantCulture, $"<entry><title>{Text(article.Title)}</title><id>{url}/articles/{article.Slug}</id><link href=\"{url}/articles/{article.Slug}\"/><updated>{article.Date:yyyy-MM-dd}T06:00:00Z</updated><summary>{Text(article.Paragraphs[0])}</summary></entry>");
        return feed.Append("</feed>\n").ToString();
    }

    public static string Sitemap(string url) =>
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
        + string.Concat(DemoContent.Articles.Select(article => $"<url><loc>{url}/articles/{article.Slug}</loc></url>")) + "</urlset>\n";

    static string Frame(string title, string body) =>
        $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{Text(title)}</title><style>{Style}</style>"
        + "<link rel=\"alternate\" type=\"application/atom+xml\" href=\"/feed.xml\"></head><body><nav><a href=\"/\">The Harbour Post</a><a href=\"/forum/\">Forum</a><a href=\"/audio/\">Sound</a><a href=\"/members/\">Members</a></nav>"
        + $"<main><h1>{Text(title)}</h1>{body}</main></body></html>\n";

    static string Day(DemoArticle article) => article.Date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    static string Text(string text) => WebUtility.HtmlEncode(text);
}
