using System.CommandLine;
using Gardu.Agents.Catalogue;
using Gardu.Gate.Sites;
using Gardu.Protocols.Rsl;
using Gardu.Terms.Declarations;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Gardu.Terms.Previewing;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Commands.Terms;

/// <summary><c>gardu terms preview</c>: what one requester reads here today, what it gets for one path, and why.</summary>
static class PreviewTerms
{
    public static Command Create()
    {
        var asWhom = new Option<string>("--as") { Description = RequesterName.Description, Required = true, HelpName = "WHO" };
        var path = new Argument<string>("PATH") { Description = "Path and query", DefaultValueFactory = _ => "/" };
        var config = new ConfigurationOption();
        var robots = new Option<string?>("--robots") { Description = "Your server's own robots.txt, which it reads too", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("preview", "Show what one machine reads here, what it gets for a path, and why") { path, asWhom, robots, json };
        config.AddWithModeTo(command);
        command.SetAction(parsed => CommandRun.Run("gardu terms preview", parsed.InvocationConfiguration.Error, () =>
        {
            var configuration = config.Load(parsed);
            var site = config.Site(parsed, configuration, "which site");
            var wanted = parsed.GetRequiredValue(path);
            if (!wanted.StartsWith('/'))
                throw new UsageException($"\"{wanted}\" is not a path such as /articles/1; it starts with /");
            if (!new RequesterName(configuration.Catalogue).TryRead(parsed.GetRequiredValue(asWhom), out var who, out var error))
                throw new UsageException(error!); // set where nothing was read
            var preview = new Preview(
                site.Name, who!, wanted, // set where it was read
                who!.IsMachine ? DeclaredToRequester.Of(new DeclarationSource(site.Declared, [], PublicBase.Of(configuration, site)) { OriginRobots = parsed.GetValue(robots) is { } file ? NamedFile.Bytes(file) : [] }, who, wanted) : null,
                Decisions(who, wanted, site, configuration.Catalogue));
            if (parsed.GetValue(json))
                CommandOutput.WriteJson(parsed.InvocationConfiguration.Output, Json(preview));
            else
                PreviewText.Write(parsed.InvocationConfiguration.Output, preview, site.Declared.IsEmpty);
            return ExitCode.Done;
        }));
        return command;
    }

    /// <summary>What is decided for the name as it is claimed; then for each other proof that would change it.</summary>
    static (Proof Proof, Decision Decision)[] Decisions(AgentIdentity who, string path, Site site, AgentCatalogue catalogue)
    {
        Proof[] proofs = who.Proof != Proof.Claimed ? [who.Proof]
            : catalogue.Find(who.Agent) is { Proofs.Feeds.Count: > 0 } ? [Proof.Claimed, Proof.Address, Proof.Spoofed] : [Proof.Claimed];
        (Proof Proof, Decision Decision)[] all = [.. proofs.Select(proof => (proof, Resource.TryRead(path, out var resource)
            ? DecisionFunction.Decide(who with { Proof = proof }, resource, site.Terms, default)
            : DecisionFunction.Malformed(site.Terms)))];
        return [.. all.Where(entry => entry.Proof == all[0].Proof || entry.Decision != all[0].Decision)];
    }

    static object Json(Preview preview) => new
    {
        preview.Site,
        preview.Who.Agent,
        preview.Who.Operator,
        Purpose = preview.Who.PurposeName,
        preview.Path,
        Reads = preview.Reads is not { } reads ? null : new
        {
            reads.Robots,
            ContentUsage = reads.Usages,
            Rsl = reads.Rsl is not { } rsl ? null : new { Licensed = rsl.IsLicensed, Payments = rsl.Licenses.Select(license => license.Payment).OfType<RslPayment>() },
            Tdm = reads.Tdm is not { } tdm ? null : new { Reserved = tdm.IsReserved, tdm.Policy },
        },
        Gets = preview.Gets.Select(entry => new
        {
            Proof = entry.Proof.Name(),
            Decision = entry.Decision.Verdict.Name(),
            Value = entry.Decision.Clause?.Value.ToString(),
            Status = entry.Decision.Status == 0 ? (int?)null : entry.Decision.Status,
            Mode = entry.Decision.Clause?.Mode.Name(),
            entry.Decision.Clause?.Rule,
            Reason = entry.Decision.Reason.Code,
            Meaning = entry.Decision.Reason.Meaning,
            Price = entry.Decision.Clause?.Value.Price?.ToString(),
        }),
    };
}

/// <summary>What a preview shows.</summary>
/// <param name="Site">The site's name.</param>
/// <param name="Who">Who asks.</param>
/// <param name="Path">For what.</param>
/// <param name="Reads">What it reads of the terms; null for a person.</param>
/// <param name="Gets">What it gets, first under the name as claimed; others where a proof changes that.</param>
sealed record Preview(string Site, AgentIdentity Who, string Path, DeclaredToRequester? Reads, IReadOnlyList<(Proof Proof, Decision Decision)> Gets);
