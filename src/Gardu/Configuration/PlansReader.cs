using System.Buffers;
using Gardu.Commerce;
using Gardu.Commerce.Plans;
using Gardu.Protocols.Robots;
using Gardu.Terms;
using Gardu.Terms.Values;
using Gardu.Terms.Yaml;

namespace Gardu.Configuration;

/// <summary>Reads <c>plans:</c>, what is sold to licensees, by name.</summary>
static class PlansReader
{
    /// <summary>Plans at the most.</summary>
    const int PlansMax = 1_000;

    const int NameMax = 64;

    static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>The plans; what cannot be read becomes problems of the file.</summary>
    public static IReadOnlyList<Plan> Read(YamlValue? value)
    {
        if (value?.AsMap() is not { } map)
            return [];
        if (map.Left.Count > PlansMax)
            value.Complain($"more than {PlansMax} plans");
        return [.. map.Left.ToArray().Select(name => Read(name, map.TakeEntry(name))).OfType<Plan>()];
    }

    static Plan? Read(string name, (YamlValue Key, YamlValue Value) entry)
    {
        if (name.Length is 0 or > NameMax || name.AsSpan().ContainsAnyExcept(NameCharacters))
            entry.Key.Complain($"a plan's name is 1 to {NameMax} small letters, digits and hyphens");
        if (entry.Value.AsMap() is not { } map)
            return null;
        var price = map.Require("price");
        var fee = price?.AsText() is null or PlanText.ByContract ? null : price.As<Fee>(Fee.TryParse);
        var plan = new Plan
        {
            Name = name,
            Fee = fee,
            Included = map.Take("included")?.As<Quantity>(Quantity.TryParse),
            UnitPrice = map.Take("unit-price")?.As<Price>(Price.TryParse),
            Cap = map.Take("cap")?.As<Quantity>(Quantity.TryParse),
            Rate = map.Take("limit")?.As<RateLimit>(Rate),
            Scope = new Scope
            {
                Purposes = [.. map.Take("purposes")?.AsList().Select(purpose => purpose.AsWord([.. PurposeNames.Every])).OfType<string>().Select(PurposeOf) ?? []],
                Sites = [.. map.Take("sites")?.AsList().Select(site => site.As<string>(Readers.Host)).OfType<string>() ?? []],
                Paths = [.. map.Take("paths")?.AsList().Select(path => path.As<PathPattern>(Path)).OfType<PathPattern>() ?? []],
            },
            NeedsAgreement = map.Take("agreement")?.AsWord(["none", "required"]) != "none",
        };
        map.RefuseOthers();
        if (plan.Problem() is { } problem)
            entry.Key.Complain($"plan {name}: {problem}");
        return plan;
    }

    static Purpose PurposeOf(string name) => PurposeNames.TryParse(name, out var purpose) ? purpose : default; // one of the words

    static bool Rate(string text, out RateLimit? limit, out string? error)
    {
        error = RateLimit.TryParse("limit " + text, out limit) ? null : $"\"{text}\" is not a rate such as \"60/min\" (per s, min, h or day)";
        return error is null;
    }

    static bool Path(string text, out PathPattern? path, out string? error)
    {
        error = PathPattern.TryParse(text, out path) ? null : $"\"{text}\" is not a path such as /api/*";
        return error is null;
    }
}
