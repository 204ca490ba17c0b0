using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;

namespace Gardu.Terms.Declarations;

/// <summary>A file in which terms stand, at the address where readers of its vocabulary look for it.</summary>
/// <param name="Path">Where it is on every site.</param>
/// <param name="MediaType">What it is served as.</param>
/// <param name="IsSaid">Whether there is anything in the terms that it can say.</param>
/// <param name="Render">Its text.</param>
/// <param name="Escape">How the public base is written in it.</param>
public sealed record DeclarationFile(string Path, string MediaType, Func<DeclaredTerms, bool> IsSaid, Func<DeclarationSource, string> Render, Func<string, string> Escape)
{
    const int CrawlersRead = 500 * 1024;

    /// <summary>Groups for crawlers, before the origin's own file.</summary>
    public static DeclarationFile Robots { get; } =
        new("/robots.txt", "text/plain; charset=utf-8", terms => !terms.IsEmpty, RobotsDeclaration.Render, text => text);

    /// <summary>Uses and prices.</summary>
    public static DeclarationFile Rsl { get; } = new(
        "/license.xml", "application/rsl+xml", terms => terms.SpeaksOf(Labels.All.Where(label => label.Rsl is not null).Select(label => label.Purpose)),
        source => RslDeclaration.Render(source.Terms, source.TermsUrl), WebUtility.HtmlEncode);

    /// <summary>Reservations of text and data mining.</summary>
    public static DeclarationFile Tdm { get; } = new(
        "/.well-known/tdmrep.json", "application/json", SpeaksOfAi,
        source => TdmDeclaration.Render(source.Terms, source.TermsUrl), text => JsonEncodedText.Encode(text).ToString());

    /// <summary>Training, for those who download media.</summary>
    public static DeclarationFile Ai { get; } = new(
        "/ai.txt", "text/plain; charset=utf-8", terms => terms.SpeaksOf([Purpose.AiTrain]),
        source => AiDeclaration.Render(source.Terms, source.TermsUrl), text => text);

    /// <summary>Every file.</summary>
    public static IReadOnlyList<DeclarationFile> All { get; } = [Robots, Rsl, Tdm, Ai];

    /// <summary>The last part of its path.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The file of a path; null where there is none.</summary>
    public static DeclarationFile? Find(ReadOnlySpan<char> path)
    {
        foreach (var file in All)
            if (path.SequenceEqual(file.Path))
                return file;
        return null;
    }

    /// <summary>All bytes of it: its text, and behind robots.txt what the origin's own file holds.</summary>
    public byte[] Bytes(DeclarationSource source) => Bytes(Render(source), source.OriginRobots);

    /// <summary>All bytes of it, from its text.</summary>
    public byte[] Bytes(string text, byte[]? originRobots)
    {
        var rest = this == Robots ? originRobots.AsSpan() : [];
        if (rest.StartsWith("\uFEFF"u8))
            rest = rest[3..]; // a mark of the file's start, where it no longer starts
        return [.. Encoding.UTF8.GetBytes(text), .. rest];
    }

    /// <summary>What is lost, in words, where a whole file is longer than its readers have to read; null where it is not.</summary>
    public string? TooLong(byte[] bytes) => this == Robots && bytes.Length > CrawlersRead
        ? string.Create(CultureInfo.InvariantCulture, $"robots.txt is {bytes.Length / 1024} KiB long, and crawlers need not read more than {CrawlersRead / 1024} (RFC 9309 section 2.5): use fewer rules, with wider paths")
        : null;

    static bool SpeaksOfAi(DeclaredTerms terms) => terms.SpeaksOf(Labels.All.Select(label => label.Purpose).Where(purpose => purpose.IsAi()));
}

/// <summary>What declarations are made from.</summary>
/// <param name="Terms">What is declared.</param>
/// <param name="Agents">Whom robots.txt addresses, one identity for each.</param>
/// <param name="PublicBase">Scheme and authority of absolute addresses.</param>
public sealed record DeclarationSource(DeclaredTerms Terms, IReadOnlyList<AgentIdentity> Agents, string PublicBase)
{
    /// <summary>The origin's own robots.txt; empty where it has none, null where it cannot be had.</summary>
    public byte[]? OriginRobots { get; init; } = [];

    /// <summary>Where the terms stand in words.</summary>
    public string TermsUrl => PublicBase + FreePaths.OwnPrefix;

    /// <summary>Where the RSL document is.</summary>
    public string RslUrl => PublicBase + DeclarationFile.Rsl.Path;
}
