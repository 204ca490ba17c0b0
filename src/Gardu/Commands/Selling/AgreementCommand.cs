using System.CommandLine;
using System.Globalization;
using System.Text;
using Gardu.Agents.Credentials;
using Gardu.Commerce;
using Gardu.Commerce.Agreements;
using Gardu.Protocols.Robots;
using Gardu.Terms;
using Gardu.Terms.Values;
using Gardu.Terms.Yaml;

namespace Gardu.Commands.Selling;

/// <summary><c>gardu agreement</c>: the texts that licensees agree to, and who has.</summary>
static class AgreementCommand
{
    public static Command Create(TimeProvider clock) => new("agreement", "Keep the texts that licensees agree to, and who has agreed") { Add(clock), Accept(clock), End(clock), List(clock) };

    static Command Add(TimeProvider clock)
    {
        var file = new Argument<string?>("FILE") { Description = "The text, in UTF-8", Arity = ArgumentArity.ZeroOrOne };
        var words = new Option<string?>("--text") { Description = "The text itself, in place of a file" };
        var title = new Option<string>("--title") { Description = "What it is called", Required = true };
        var version = new Option<string>("--version-name") { Description = "Which version of it: 1, or 2026-11", Required = true, HelpName = "NAME" };
        return new ShopCommand("add", "Put a text on record, under the hash of its words", "POST /agreements") { file, title, version, words }.Doing("gardu agreement add", clock, (parsed, shop) =>
        {
            var text = (parsed.GetValue(file), parsed.GetValue(words)) switch
            {
                ({ } path, null) => TextOf(path),
                (null, { } said) => said,
                _ => throw new UsageException("give the text: a file, or --text"),
            };
            if (text.Length is 0 or > AgreementDocument.TextMax || text.Contains('\0')) // which PostgreSQL does not keep
                throw new UsageException($"there is no text, or more than {AgreementDocument.TextMax} characters of it, or it is none");
            var document = new AgreementDocument(Shop.Line(parsed.GetRequiredValue(title), "a title"), Shop.Line(parsed.GetRequiredValue(version), "a version"), text);
            if (!shop.Agreements.Add(document, shop.Now))
                throw new UsageException($"there is another text of {document.Title} {document.Version}, or this text under another name; a text that has changed is another version");
            return Answer.Of(
                new { document.Title, document.Version, document.Hash },
                output => output.WriteLine(document.Hash),
                $"{document.Title} {document.Version} is on record; gardu agreement accept LICENSEE \"{document.Title}\" {document.Version} --by NAME says who agrees");
        }, shellOnly: file);
    }

    static Command Accept(TimeProvider clock)
    {
        var licensee = new Argument<string>("LICENSEE") { Description = "Who agrees: lic_ and 32 digits" };
        var title = new Argument<string>("TITLE") { Description = "The text's title" };
        var version = new Argument<string?>("VERSION") { Description = "Its version (default: the last)", Arity = ArgumentArity.ZeroOrOne };
        var by = new Option<string>("--by") { Description = "The person who accepted it", Required = true, HelpName = "NAME" };
        var purpose = new Option<string[]>("--for") { Description = "Only for this purpose (may be given again)", HelpName = "PURPOSE" };
        purpose.AcceptOnlyFromAmong([.. PurposeNames.Every]);
        var site = new Option<string[]>("--site") { Description = "Only for the site of this host (may be given again)", HelpName = "HOST" };
        var path = new Option<string[]>("--path") { Description = "Only for these paths (may be given again); with --for, what the terms refuse there is allowed", HelpName = "PATTERN" };
        var price = new Option<string?>("--price") { Description = "What is paid by it: \"0.01 USD per record\" (default: what the plan or the terms say)" };
        var start = new Option<string?>("--start") { Description = "From when on it holds (default: now)", HelpName = "TIME" };
        var end = new Option<string?>("--end") { Description = "Until when (default: no end)", HelpName = "TIME" };
        var notice = new Option<int>("--notice-days") { Description = "How many days before its end either side says that it ends", DefaultValueFactory = _ => 30, HelpName = "DAYS" };
        return new ShopCommand("accept", "Put on record that a licensee has agreed", "POST /licensees/{licensee}/agreements") { licensee, title, version, by, purpose, site, path, price, start, end, notice }.Doing("gardu agreement accept", clock, (parsed, shop) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(licensee));
            var document = DocumentOf(shop, parsed.GetRequiredValue(title), parsed.GetValue(version));
            var (from, to) = (parsed.GetValue(start) is { } begin ? Moment.Parse(begin) : shop.Now, parsed.GetValue(end) is { } until ? Moment.Parse(until) : (DateTimeOffset?)null);
            if (to <= from)
                throw new UsageException("it would end before it begins");
            if (parsed.GetValue(notice) is < 0 or > 3650)
                throw new UsageException("a notice has 0 to 3650 days");
            var agreement = new Agreement
            {
                Id = PrefixedId.New(Agreement.Prefix, shop.Now),
                Document = $"{document.Title} {document.Version}",
                DocumentHash = document.Hash,
                AcceptedBy = Shop.Line(parsed.GetRequiredValue(by), "a name"),
                AcceptedAt = shop.Now,
                Scope = new Scope
                {
                    Purposes = [.. (parsed.GetValue(purpose) ?? []).Select(name => PurposeNames.TryParse(name, out var known) ? known : default)],
                    Sites = [.. (parsed.GetValue(site) ?? []).Select(shop.HostOfSite)],
                    Paths = [.. (parsed.GetValue(path) ?? []).Select(text => PathPattern.TryParse(text, out var pattern) ? pattern! : throw new UsageException($"\"{text}\" is not a path such as /archive/*"))], // it was read
                },
                Price = parsed.GetValue(price) is not { } asked ? null : Price.TryParse(asked, out var read, out var error) ? read : throw new UsageException(error!), // one of the two is set
                Start = from,
                End = to,
                Notice = TimeSpan.FromDays(parsed.GetValue(notice)),
            };
            shop.Agreements.Accept(account.Licensee.Id, agreement);
            return Answer.Of(
                new { agreement.Id, agreement.Document, Sha256 = agreement.DocumentHash },
                output => output.WriteLine(agreement.Id),
                $"{account.Licensee.Name} has agreed to {agreement.Document}, by {agreement.AcceptedBy}");
        });
    }

    static Command End(TimeProvider clock)
    {
        var licensee = new Argument<string>("LICENSEE") { Description = "Whose" };
        var id = new Argument<string>("AGREEMENT") { Description = "agr_ and 32 digits" };
        var end = new Option<string?>("--end") { Description = "When (default: after its notice, from now)", HelpName = "TIME" };
        return new ShopCommand("end", "End an agreement, after its notice", "POST /licensees/{licensee}/agreements/{agreement}/end") { licensee, id, end }.Doing("gardu agreement end", clock, (parsed, shop) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(licensee));
            var agreement = account.Agreements.FirstOrDefault(known => known.Id == parsed.GetRequiredValue(id).Trim()) ?? throw new NotThereException($"{account.Licensee.Name} has no {parsed.GetRequiredValue(id)}");
            var at = parsed.GetValue(end) is { } time ? Moment.Parse(time) : shop.Now + agreement.Notice;
            if (agreement.End is { } known && known <= at)
                throw new UsageException($"it ends sooner, on {known:yyyy-MM-dd}");
            shop.Agreements.End(account.Licensee.Id, agreement with { End = at }, shop.Now);
            return Answer.Of(new { agreement.Id, End = at }, talk: $"{agreement.Document} holds until {at:yyyy-MM-dd HH:mm} UTC");
        });
    }

    static Command List(TimeProvider clock) => new ShopCommand("list", "List the texts, and who has agreed to them", "GET /agreements").Doing("gardu agreement list", clock, (_, shop) =>
    {
        var documents = shop.Agreements.Documents();
        var agreed = shop.Accounts.All().SelectMany(account => account.Agreements.Select(agreement => (account.Licensee, Agreement: agreement))).ToArray();
        return Answer.Of(documents.Select(entry => new
        {
            entry.Document.Title, entry.Document.Version, entry.Document.Hash, entry.Added,
            Agreements = agreed.Where(pair => pair.Agreement.DocumentHash == entry.Document.Hash).Select(pair => new { pair.Agreement.Id, Licensee = pair.Licensee.Id, pair.Agreement.AcceptedBy, pair.Agreement.AcceptedAt, pair.Agreement.Start, pair.Agreement.End }),
        }), output =>
        {
            if (documents.Count == 0)
                return;
            var (console, table) = CommandOutput.StartTable(output, "title", "version", "sha256", "agreement", "licensee", "by", "from", "until");
            foreach (var (document, _) in documents)
                foreach (var pair in agreed.Where(pair => pair.Agreement.DocumentHash == document.Hash).Select(pair => ((Licensee?, Agreement?))(pair.Licensee, pair.Agreement)).DefaultIfEmpty((null, null)))
                    table.AddTexts(document.Title, document.Version, document.Hash[..16], pair.Item2?.Id ?? "", pair.Item1?.Name ?? "", pair.Item2?.AcceptedBy ?? "", Day(pair.Item2?.Start), Day(pair.Item2?.End));
            console.Write(table);
        }, documents.Count == 0 ? "no texts yet; gardu agreement add FILE --title TITLE --version-name 1 puts one on record" : null);
    });

    static AgreementDocument DocumentOf(Shop shop, string title, string? version)
    {
        var documents = shop.Agreements.Documents().Select(known => known.Document).ToArray();
        if (documents.LastOrDefault(known => known.Title == title && (version is null || known.Version == version)) is { } found)
            return found;
        // Whoever has not the title may have a part of it, or the hash that was printed when the text was added.
        string[] near = [.. documents.Where(known => known.Title.Contains(title, StringComparison.OrdinalIgnoreCase) || known.Hash.StartsWith(title, StringComparison.Ordinal) || Suggestion.Nearest(title, [known.Title]) is not null)
            .Select(known => $"\"{known.Title}\" {known.Version}")];
        throw new NotThereException($"no text of that title{(version is null ? "" : " and version")} on record{(near.Length == 0 ? "; gardu agreement add puts one there, and gardu agreement list has them" : $"; there is {string.Join(", ", near)}")}");
    }

    static string Day(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    static string TextOf(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > 4 * AgreementDocument.TextMax })
            throw new UsageException($"{path} is longer than {AgreementDocument.TextMax} characters");
        try
        {
            return File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (DecoderFallbackException)
        {
            throw new UsageException($"{path} is not text in UTF-8");
        }
    }
}
