using System.Security.Cryptography;
using System.Text;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Terms.Compiled;

/// <summary>Terms as they run: immutable, made once from <see cref="SiteTerms"/>, shared by all requests.</summary>
public sealed class CompiledTerms
{
    readonly RuleIndex asWritten;
    readonly RuleIndex? folded;
    readonly Mode strictestMode;

    CompiledTerms(SiteTerms written)
    {
        Written = written;
        asWritten = new RuleIndex(written.Rules.Select(rule => new CompiledRule(rule, rule.Path, written.Mode)));
        if (written.Rules.Any(rule => rule.Path.Folded().Text != rule.Path.Text))
            folded = new RuleIndex(written.Rules.Select(rule => new CompiledRule(rule, rule.Path.Folded(), written.Mode)));
        UnknownMachines = written.UnknownMachines is { } value ? new Clause("unknown-machines", value, written.Mode) : null;
        strictestMode = written.Rules.Select(rule => rule.Mode ?? written.Mode).Append(written.Mode).Max();
        Canonical = written.ToString();
        Version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical)))[..16];
    }

    /// <summary>What they were compiled from.</summary>
    public SiteTerms Written { get; }

    /// <summary>The first 16 hexadecimal digits of the SHA-256 of the terms in canonical form: the same terms, the same version.</summary>
    public string Version { get; }

    /// <summary>The terms in canonical form, as they could stand in <c>gardu.yaml</c>.</summary>
    public string Canonical { get; }

    /// <summary>What unknown machines and spoofers get on every path; null where the owner is silent.</summary>
    public Clause? UnknownMachines { get; }

    /// <summary>What a machine gets whose request cannot be judged by its path: it could be any, so the strictest mode of any rule holds.</summary>
    internal Clause RefusalFor(ReasonCode reason) => new(reason.Code, TermsValue.Refuse, strictestMode);

    /// <summary>Compiles terms that have been read without a problem.</summary>
    public static CompiledTerms Compile(SiteTerms written) => new(written);

    /// <summary>The clause that speaks of this machine on this reading of a path; null where none does.</summary>
    internal Clause? Find(AgentIdentity identity, ReadOnlySpan<char> path) => asWritten.Find(identity, path);

    /// <summary>The same for a reading in lower case, held against patterns in lower case.</summary>
    internal Clause? FindFolded(AgentIdentity identity, ReadOnlySpan<char> path) => (folded ?? asWritten).Find(identity, path);

    /// <summary>Whether a path without upper-case letters can meet another rule when case is ignored.</summary>
    internal bool PatternsHaveUpperCase => folded is not null;
}
