using Gardu.Protocols.Signals;
using Gardu.Terms.Compiled;
using Gardu.Terms.Decisions;
using Gardu.Terms.Values;
using Gardu.Terms.Written;

namespace Gardu.Terms.Declarations;

/// <summary>
/// Terms as headers of an answer: for the very path that was asked for, so what the decision function says of the declared
/// rules, over every reading of it, and no pattern has to stand for others. Looking one up allocates nothing.
/// </summary>
public sealed class HeaderDeclaration
{
    /// <summary>Nothing is said of a label, or it passes, or it does not.</summary>
    const int Answers = 3;

    static readonly Identities.AgentIdentity[] Users = [.. Labels.All.Select(label => DeclaredTerms.AnyOf(label.Purpose))];

    readonly CompiledTerms terms;
    readonly DeclaredHeaders[] prepared;

    HeaderDeclaration(SiteTerms declared)
    {
        terms = CompiledTerms.Compile(declared);
        prepared = new DeclaredHeaders[(int)Math.Pow(Answers, Users.Length)];
        for (var code = 0; code < prepared.Length; code++)
            prepared[code] = Headers(code);
    }

    /// <summary>Prepares the headers of what is declared.</summary>
    public static HeaderDeclaration Of(DeclaredTerms declared) => new(new SiteTerms(Mode.Enforce, [.. declared.Rules.Select(rule => rule with { Mode = null })], null));

    /// <summary>What is said of the use of a resource, of one on a path that is free to fetch too.</summary>
    public DeclaredHeaders For(in Resource resource)
    {
        var (code, used) = (0, resource.ForUse);
        foreach (var user in Users)
            code = code * Answers + AnswerOf(DecisionFunction.ClauseFor(user, used, terms)?.Value);
        return prepared[code];
    }

    static int AnswerOf(TermsValue? value) => value is null ? 0 : DeclaredTerms.Passes(value) ? 1 : 2;

    static DeclaredHeaders Headers(int code)
    {
        var answers = new bool?[Users.Length];
        for (var i = answers.Length - 1; i >= 0; i--, code /= Answers)
            answers[i] = (code % Answers) switch { 0 => null, var answer => answer == 1 };
        var labelled = Labels.All.Zip(answers).Where(entry => entry.Second is not null).ToArray();
        var mining = labelled.Where(entry => entry.First.Purpose.IsAi()).ToArray();
        return new DeclaredHeaders(
            UsagePreferences.Write(labelled.Where(entry => entry.First.ContentUsage is not null).Select(entry => KeyValuePair.Create(entry.First.ContentUsage!, entry.Second == true))), // those without a word are left out
            mining.Length == 0 ? null : mining.Any(entry => entry.Second == false),
            mining.Any(entry => entry is { First.Purpose: Purpose.AiTrain, Second: false }));
    }
}

/// <summary>What headers say of one resource.</summary>
/// <param name="ContentUsage">The value of <c>Content-Usage</c>; empty where nothing is said.</param>
/// <param name="IsReserved">Whether text and data mining is reserved (<c>tdm-reservation</c>); null where nothing is said.</param>
/// <param name="IsNoAi">Whether training does not pass unpaid (<c>X-Robots-Tag: noai</c>).</param>
public sealed record DeclaredHeaders(string ContentUsage, bool? IsReserved, bool IsNoAi);
