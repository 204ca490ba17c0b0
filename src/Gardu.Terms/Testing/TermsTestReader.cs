using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Yaml;

namespace Gardu.Terms.Testing;

/// <summary>Reads a test file: <c>tests:</c>, each with <c>as</c>, <c>path</c>, <c>expect</c>, and <c>site</c> and <c>rule</c> where they are needed.</summary>
public static class TermsTestReader
{
    static readonly string[] Verdicts = [.. Enum.GetValues<Verdict>().Select(verdict => verdict.Name())];

    /// <summary>Reads the tests, one for each path; what is wrong becomes problems of the file.</summary>
    /// <param name="file">The document.</param>
    /// <param name="requester">Reads who asks.</param>
    /// <param name="site">Reads the host of a site, and says which there are of another one.</param>
    /// <param name="needsSite">Whether a test has to name its site.</param>
    public static IReadOnlyList<TermsTest> Read(YamlFile file, Reader<AgentIdentity> requester, Reader<string> site, bool needsSite)
    {
        var root = file.Root;
        var tests = root.Require("tests");
        var read = tests?.AsList().SelectMany(entry => ReadTest(entry, requester, site, needsSite)).ToArray() ?? [];
        if (tests is not null && read.Length == 0 && file.Problems.Count == 0)
            tests.Complain("at least one test is needed, with as, path and expect");
        root.RefuseOthers();
        return read;
    }

    static IEnumerable<TermsTest> ReadTest(YamlValue entry, Reader<AgentIdentity> requester, Reader<string> site, bool needsSite)
    {
        if (entry.AsMap() is not { } map)
            return [];
        var asWhom = map.Require("as");
        var identity = asWhom?.As(requester);
        YamlValue[] paths = [.. map.Require("path")?.AsList() ?? []];
        var host = needsSite ? map.Require("site") : map.Take("site");
        var name = host?.As(site);
        var expect = map.Require("expect")?.As<string>(ReadExpectation);
        var rule = map.Take("rule")?.AsText();
        map.RefuseOthers();
        (int Line, string Path)[] read = [.. paths.Select(path => (path.Line, Path: path.As<string>(ReadPath))).Where(path => path.Path is not null).Select(path => (path.Line, path.Path!))];
        return identity is null || expect is null ? [] : read.Select(path => new TermsTest(path.Line, asWhom!.AsText()!, identity, path.Path, name, expect, rule)); // read, so it is there
    }

    static bool ReadPath(string text, out string? path, out string? error)
    {
        path = text;
        error = text.StartsWith('/') ? null : $"\"{text}\" is not a path such as /articles/1; it starts with /";
        if (error is null && text.Contains('*', StringComparison.Ordinal))
            error = $"\"{text}\" is a pattern; a test asks for one path that a request could have";
        return error is null;
    }

    /// <summary>A verdict's name, else a value in the spelling that it is compared in.</summary>
    static bool ReadExpectation(string text, out string? expectation, out string? error)
    {
        (expectation, error) = (text, null);
        if (Verdicts.Contains(text))
            return true;
        if (TermsValue.TryParse(text, out var value, out _))
        {
            expectation = value!.ToString(); // set where it was read
            return true;
        }
        error = $"\"{text}\" is not {string.Join(", ", Verdicts)} or a value such as \"0.002 USD\" or \"limit 30/min\"{Suggestion.For(text, Verdicts)}";
        return false;
    }
}
