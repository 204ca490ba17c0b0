using System.Globalization;
using System.Text.RegularExpressions;

namespace Gardu.Protocols.Rsl;

/// <summary>Elements as the standard orders them (RSL 1.0 section 3, appendix A); what is otherwise throws <see cref="FormatException"/>.</summary>
static partial class RslGrammar
{
    static readonly char[] Blanks = [' ', '\t', '\r', '\n', ','];

    public static RslDocument Document(RslNode root)
    {
        if (root.Name != "rsl")
            throw root.Wrong("the outermost element is not rsl of the namespace " + RslDocument.Namespace);
        root.Expect("content");
        var age = root.Attribute("max-age") is { } text
            ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days > 0 ? days : throw root.Wrong($"max-age=\"{text}\" is no number of days")
            : RslDocument.MaxAgeDefault;
        var contents = root.Children.Select(Content).ToArray();
        return contents.Length > 0 ? new RslDocument(age, contents) : throw root.Wrong("it has no content");
    }

    public static RslContent Content(RslNode content)
    {
        content.Expect("license", "alternate", "schema", "copyright", "terms");
        content.ExpectOnce("schema", "copyright", "terms");
        var licenses = content.All("license").Select(License).ToArray();
        if (content.Attribute("encrypted") is not (null or "true" or "false"))
            throw content.Wrong("encrypted is neither true nor false");
        var url = content.Attribute("url") ?? throw content.Wrong("a content has no url");
        if (licenses.Length == 0)
            throw content.Wrong($"the content \"{url}\" has no license");
        var server = content.Attribute("server");
        return new RslContent(url, server is null || IsWeb(server) ? server : throw content.Wrong($"the server \"{server}\" is no absolute address"), licenses, content.One("terms")?.Text)
        {
            Alternates = [.. content.All("alternate").Select(Reference)],
            Schema = content.One("schema") is { } schema ? Reference(schema) : null,
            Copyright = content.One("copyright") is { } copyright ? Copyright(copyright) : null,
            IsEncrypted = content.Attribute("encrypted") == "true",
            LastModified = content.Attribute("lastmod") is { } time ? Time(content, time) : null,
        };
    }

    static RslLicense License(RslNode license)
    {
        license.Expect("permits", "prohibits", "payment", "reporting", "legal");
        license.ExpectOnce("payment");
        var legal = license.All("legal").Select(Legal).ToArray();
        if (legal.DistinctBy(entry => entry.Type).Count() < legal.Length)
            throw license.Wrong("legal stands twice with one type");
        return new RslLicense(Scope(license, "permits"), Scope(license, "prohibits"), license.One("payment") is { } payment ? Payment(payment) : null)
        {
            Reporting = [.. license.All("reporting").Select(Reporting)],
            Legal = legal,
        };
    }

    static RslScope Scope(RslNode license, string name)
    {
        var scope = RslScope.None;
        foreach (var node in license.All(name))
        {
            var words = Words(node);
            var type = node.Attribute("type");
            var isTaken = type switch { "usage" => scope.Usage, "user" => scope.User, "geo" => scope.Geo, _ => throw node.Wrong($"{name} has no type usage, user or geo") } is not null;
            if (isTaken)
                throw node.Wrong($"{name} stands twice with type {type}");
            scope = type switch
            {
                "usage" => scope with { Usage = AllKnown(node, words, RslTokens.Usage, "usage") },
                "user" => scope with { User = AllKnown(node, words, RslTokens.User, "user") },
                _ => scope with { Geo = words.All(IsPlace) ? words : throw node.Wrong($"\"{node.Text}\" is no list of countries") },
            };
        }
        return scope;
    }

    static RslPayment Payment(RslNode payment)
    {
        payment.Expect("standard", "custom", "amount", "accepts");
        payment.ExpectOnce("standard", "custom", "amount", "accepts");
        var type = payment.Attribute("type") is "inference" ? "use" : payment.Attribute("type");
        if (type is not null)
            Known(payment, type, RslTokens.Payment, "payment");
        var amount = payment.One("amount");
        if (amount is not null && !Amount().IsMatch(amount.Text))
            throw amount.Wrong($"\"{amount.Text}\" is no amount");
        if (amount is not null && !(amount.Attribute("currency") is { Length: 3 } currency && currency.All(char.IsAsciiLetterUpper)))
            throw amount.Wrong("an amount has no currency");
        var standard = payment.One("standard");
        if (standard is not null && !Uri.TryCreate(standard.Text, UriKind.Absolute, out _))
            throw standard.Wrong($"the standard \"{standard.Text}\" is no absolute address");
        var accepts = payment.One("accepts");
        if (accepts is not null && accepts.Attribute("type") is null)
            throw accepts.Wrong("accepts has no type");
        return new RslPayment(type, standard?.Text, payment.One("custom")?.Text, amount?.Text, amount?.Attribute("currency"), accepts is null ? null : Reference(accepts));
    }

    static RslReporting Reporting(RslNode reporting)
    {
        Known(reporting, reporting.Attribute("type"), RslTokens.Reporting, "reporting");
        if (reporting.Attribute("profile") is not { } profile || !Uri.TryCreate(profile, UriKind.Absolute, out _))
            throw reporting.Wrong("reporting has no profile with an absolute address");
        if (reporting.Attribute("endpoint") is { } endpoint && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps))
            throw reporting.Wrong($"the endpoint \"{endpoint}\" is no https address");
        return new RslReporting(reporting.Attribute("type")!, profile, reporting.Attribute("endpoint")); // its type is known
    }

    static RslLegal Legal(RslNode legal)
    {
        var type = legal.Attribute("type");
        Known(legal, type, RslTokens.Legal, "legal");
        string[] words = [.. legal.Text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries)];
        string[] said = type switch
        {
            "warranty" => AllKnown(legal, Words(legal), RslTokens.Warranty, type),
            "disclaimer" => AllKnown(legal, Words(legal), RslTokens.Disclaimer, type),
            "attestation" => AllKnown(legal, [legal.Text], RslTokens.Attestation, type),
            "proof" when words.Length == 0 || !words.All(word => Uri.TryCreate(word, UriKind.Absolute, out _)) => throw legal.Wrong("a proof is no absolute address"),
            "contact" when words.Length != 1 => throw legal.Wrong("a contact is not one address"),
            _ => words,
        };
        return new RslLegal(type!, said); // its type is known
    }

    static RslCopyright Copyright(RslNode copyright)
    {
        if (copyright.Attribute("type") is { } type)
            Known(copyright, type, RslTokens.Copyright, "copyright");
        return new RslCopyright(copyright.Text, copyright.Attribute("type"), copyright.Attribute("contactEmail"), copyright.Attribute("contactUrl"));
    }

    static RslReference Reference(RslNode node) => new(node.Attribute("type"), node.Text);

    static DateTimeOffset Time(RslNode node, string text) =>
        Timestamp().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : throw node.Wrong($"lastmod=\"{text}\" is no time such as 2026-11-01T00:00:00Z");

    static bool IsWeb(string address) => Uri.TryCreate(address, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https";

    /// <summary>The words of a list; those with a prefix are somebody's extension and passed over.</summary>
    static string[] Words(RslNode node) => [.. node.Text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries).Where(word => !word.Contains(':'))];

    static string[] AllKnown(RslNode node, string[] words, string[] known, string what)
    {
        foreach (var word in words)
            Known(node, word, known, what);
        return words;
    }

    static void Known(RslNode node, string? word, string[] known, string what)
    {
        if (!known.Contains(word))
            throw node.Wrong($"there is no {what} \"{word}\"");
    }

    static bool IsPlace(string word) => word.Length == 2 && word.All(char.IsAsciiLetterUpper);

    [GeneratedRegex(@"^\d{1,18}(\.\d{1,18})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Amount();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,7}\d*)?([Zz]|[+-]\d\d:\d\d)$", RegexOptions.CultureInvariant)]
    private static partial Regex Timestamp();
}
