using System.Net;
using System.Text;
using Gardu.Protocols.Robots;
using Gardu.Terms.Decisions;

namespace Gardu.Terms.Declarations;

/// <summary>Terms in words, for people: the inside of a page, in each of a few languages.</summary>
public static class PlainDeclaration
{
    /// <summary>The languages there are, as BCP 47 tags, the one for everybody else first.</summary>
    public static IReadOnlyList<string> Languages { get; } = [.. PlainWords.All.Select(words => words.Language)];

    /// <summary>The page's title.</summary>
    public static string Title(string language) => Words(language).Title;

    /// <summary>Where the page in a language is on every site.</summary>
    public static string Path(string language) => FreePaths.OwnPrefix + language;

    /// <summary>Renders the inside of the page.</summary>
    /// <param name="terms">What is declared.</param>
    /// <param name="language">One of <see cref="Languages"/>.</param>
    /// <param name="contact">Whom to write to; null for nobody.</param>
    /// <param name="reasonsPath">Where the reasons are listed.</param>
    public static string Render(DeclaredTerms terms, string language, string? contact, string reasonsPath)
    {
        var words = Words(language);
        var html = new StringBuilder($"<h1>{Text(words.Title)}</h1>\n<p>{Text(words.Intro)}</p>\n");
        if (terms.IsEmpty)
            html.Append($"<p>{Text(words.Silent)}</p>\n");
        foreach (var pattern in terms.Patterns.Reverse()) // the widest first
            AppendSection(html, terms, pattern, words);
        if (terms.Patterns.Count == 0 && terms.UnknownMachines is { } unknown)
            html.Append($"<h2>{Text(words.Everywhere)}</h2>\n<dl>\n").Append(Entry(words.UnknownMachines, words.Of(unknown))).Append("</dl>\n");
        if (terms.Patterns.Count > 1)
            html.Append($"<p>{Text(words.Longest)}</p>\n");
        if (!terms.IsEmpty)
            html.Append($"<p><strong>{Text(words.Override)}</strong></p>\n");
        if (contact is not null)
            html.Append($"<p>{Text(PlainWords.Format(words.Contact, contact))}</p>\n");
        string[] files = [.. DeclarationFile.All.Where(file => file.IsSaid(terms)).Select(file => $"<a href=\"{file.Path}\">{file.Name}</a>")];
        if (files.Length > 0)
            html.Append($"<p>{Text(words.ForPrograms)} {string.Join(", ", files)}</p>\n");
        var others = PlainWords.All.Where(other => other != words).Select(other => $" · <a href=\"{Path(other.Language)}\" hreflang=\"{other.Language}\" lang=\"{other.Language}\">{other.LanguageName}</a>");
        return html.Append($"<p class=\"quiet\"><a href=\"{reasonsPath}\">{Text(words.Reasons)}</a>{string.Concat(others)}</p>\n").ToString();
    }

    static void AppendSection(StringBuilder html, DeclaredTerms terms, PathPattern pattern, PlainWords words)
    {
        html.Append($"<h2>{(pattern.Text == "/" ? Text(words.Everywhere) : PlainWords.Format(Text(words.On), $"<code>{Text(pattern.Text)}</code>"))}</h2>\n<dl>\n");
        foreach (var purpose in Labels.All.Select(label => label.Purpose).Append(Purpose.Other))
            if (terms.At(pattern, DeclaredTerms.AnyOf(purpose)) is { } value)
                html.Append(Entry(words.Of(purpose), words.Of(value)));
        if (terms.AtOfUnknown(pattern) is { } unknown)
            html.Append(Entry(words.UnknownMachines, words.Of(unknown)));
        foreach (var line in terms.Rules.Where(rule => rule.Path.Text == pattern.Text).SelectMany(rule => rule.Lines).Where(line => line.IsAgents))
            html.Append(Entry(words.Of(line), words.Of(line.Value)));
        html.Append("</dl>\n");
    }

    static string Entry(string who, string what) => $"<dt>{Text(who)}</dt><dd>{Text(what)}</dd>\n";

    static string Text(string text) => WebUtility.HtmlEncode(text);

    static PlainWords Words(string language) => PlainWords.All.First(words => words.Language == language);
}
