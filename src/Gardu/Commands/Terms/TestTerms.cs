using System.CommandLine;
using Gardu.Configuration;
using Gardu.Gate.Sites;
using Gardu.Terms.Compiled;
using Gardu.Terms.Testing;
using Gardu.Terms.Yaml;

namespace Gardu.Commands.Terms;

/// <summary><c>gardu terms test</c>: unit tests of the terms, in a file beside them.</summary>
static class TestTerms
{
    public static Command Create()
    {
        var file = new Argument<string?>("FILE") { Description = "The tests (default: beside the configuration, gardu.test.yaml for gardu.yaml)", Arity = ArgumentArity.ZeroOrOne };
        var config = new ConfigurationOption();
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var command = new Command("test", "Run the unit tests of the terms, as if every rule were in enforce") { file, json };
        config.AddTo(command);
        command.SetAction(parsed => CommandRun.Run("gardu terms test", parsed.InvocationConfiguration.Error, () =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var configuration = config.Load(parsed);
            var sites = config.Sites(parsed, configuration);
            var path = parsed.GetValue(file) ?? Beside(config.Path(parsed));
            var outcomes = Run(path, NamedFile.Text(path), configuration, sites);
            var failed = outcomes.Where(outcome => !outcome.Passed).ToArray();
            if (parsed.GetValue(json))
                CommandOutput.WriteJson(output, new { Tests = outcomes.Count, Failed = failed.Length, Failures = failed.Select(outcome => Json(path, outcome)) });
            else
                Print(output, path, failed, outcomes.Count);
            return failed.Length == 0 ? ExitCode.Done : ExitCode.Found;
        }));
        return command;
    }

    /// <summary>Runs the tests of a file that are about some of the sites; throws <see cref="UsageException"/> with every problem of the file.</summary>
    public static IReadOnlyList<TermsTestOutcome> Run(string name, string text, GarduConfiguration configuration, IReadOnlyList<Site> sites)
    {
        var file = YamlFile.Parse(name, text);
        var tests = file.Problems.Count > 0 ? []
            : TermsTestReader.Read(file, new RequesterName(configuration.Catalogue).TryRead, (string host, out string? known, out string? error) => TryReadSite(configuration, host, out known, out error), configuration.Sites.Count > 1);
        if (file.Problems.Count > 0)
            throw new UsageException($"the tests cannot be read:\n{string.Join('\n', file.Problems)}");
        var enforced = configuration.Sites.ToDictionary(site => site, site => CompiledTerms.Compile(site.Terms.Written.Enforced));
        return [.. tests.Select(test => (Test: test, Site: SiteOf(test, configuration))).Where(entry => sites.Contains(entry.Site)).Select(entry => TermsTestOutcome.Of(entry.Test, enforced[entry.Site]))];
    }

    static string Beside(string config) =>
        Path.Combine(Path.GetDirectoryName(config) ?? "", $"{Path.GetFileNameWithoutExtension(config)}.test{Path.GetExtension(config)}");

    static Site SiteOf(TermsTest test, GarduConfiguration configuration) =>
        test.Site is null ? configuration.Sites[0] : configuration.Sites.First(site => site.Hosts.Contains(test.Site, StringComparer.OrdinalIgnoreCase));

    static bool TryReadSite(GarduConfiguration configuration, string host, out string? known, out string? error)
    {
        string[] hosts = [.. configuration.Sites.SelectMany(site => site.Hosts)];
        known = host;
        error = hosts.Contains(host, StringComparer.OrdinalIgnoreCase) ? null : $"no site has the host \"{host}\"; there are {string.Join(", ", hosts)}{Suggestion.For(host, hosts)}";
        return error is null;
    }

    static void Print(TextWriter output, string file, TermsTestOutcome[] failed, int count)
    {
        foreach (var (test, came, rule, reason, _) in failed)
        {
            var wanted = test.Rule is null ? test.Expect : $"{test.Expect} by {test.Rule}";
            var by = rule is null ? $"by no rule ({reason})" : $"by {rule}";
            output.WriteLine($"{file}:{test.Line}: {test.As} on {test.Site}{test.Path}: expected {wanted}, came {came} {by}");
        }
        output.WriteLine($"{count} {(count == 1 ? "test" : "tests")}, {failed.Length} failed");
    }

    static object Json(string file, TermsTestOutcome outcome) => new
    {
        File = file,
        outcome.Test.Line,
        outcome.Test.As,
        outcome.Test.Site,
        outcome.Test.Path,
        Expected = outcome.Test.Expect,
        ExpectedRule = outcome.Test.Rule,
        outcome.Came,
        outcome.Rule,
        Reason = outcome.Reason.Code,
    };
}
