using System.CommandLine;
using Gardu.Gate.Charging;
using Gardu.Gate.Sites;
using Gardu.Terms;
using Gardu.Terms.Decisions;

namespace Gardu.Commands.Selling;

/// <summary><c>gardu quote</c>: what a licensee would pay, by whose word, before anything is fetched.</summary>
static class QuoteCommand
{
    public static Command Create(TimeProvider clock)
    {
        var urls = new Argument<string[]>("URL") { Description = "What would be fetched: https://news.example/archive/1", Arity = ArgumentArity.OneOrMore };
        var licensee = new Option<string>("--as") { Description = "The licensee: lic_ and 32 digits", Required = true, HelpName = "LICENSEE" };
        var purpose = new Option<string?>("--for") { Description = "What for (default: the first purpose of its plan)", HelpName = "PURPOSE" };
        purpose.AcceptOnlyFromAmong([.. PurposeNames.Every]);
        return new ShopCommand("quote", "Say what URLs would cost a licensee, and by whose word", "GET /licensees/{as}/quote") { urls, licensee, purpose }.Doing("gardu quote", clock, (parsed, shop) =>
        {
            var account = shop.Account(parsed.GetRequiredValue(licensee));
            var configuration = shop.Configuration ?? throw new UsageException("the terms are in a configuration; name it with --config");
            Purpose? use = parsed.GetValue(purpose) is { } named && PurposeNames.TryParse(named, out var known) ? known : null;
            var sites = new SiteDirectory(configuration.Sites);
            var quotes = parsed.GetRequiredValue(urls).Select(url =>
            {
                if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
                    throw new UsageException($"\"{url}\" is no URL such as https://news.example/archive/1");
                var site = sites.Find(address.Host) ?? throw UsageException.NoSite(address.Host, sites.Sites.Select(known => known.Hosts));
                return Resource.TryRead(address.PathAndQuery, out var resource)
                    ? Quote.Of(url, site, resource, account, use, shop.Now)
                    : throw new UsageException($"\"{url}\" has a path that cannot be read in one way");
            }).ToArray();
            return Answer.Of(quotes, output =>
            {
                var (console, table) = CommandOutput.StartTable(output, "url", "for", "answer", "price", "by", "rule");
                foreach (var quote in quotes)
                    table.AddTexts(quote.Url, quote.Purpose ?? "", quote.Answer, quote.Price ?? "", quote.By ?? "", quote.Rule ?? "");
                console.Write(table);
            });
        });
    }
}
