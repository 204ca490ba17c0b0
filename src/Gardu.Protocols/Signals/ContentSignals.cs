namespace Gardu.Protocols.Signals;

/// <summary>
/// What a <c>Content-Signal</c> record or header says: <c>search=yes, ai-input=no</c>. A key that is absent says nothing either
/// way; what is neither yes nor no is passed over (<c>use=reference</c>).
/// </summary>
public static class ContentSignals
{
    /// <summary>Longest value that is read, in characters.</summary>
    public const int LengthMax = 4096;

    /// <summary>Reads a value: true for yes and false for no, by key in lower case.</summary>
    public static IReadOnlyDictionary<string, bool> Parse(string value)
    {
        var signals = new Dictionary<string, bool>(StringComparer.Ordinal);
        if (value.Length > LengthMax)
            return signals;
        foreach (var pair in value.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=');
            if (equals < 0)
                continue;
            var answer = pair[(equals + 1)..].Trim().ToLowerInvariant();
            if (answer is "yes" or "no")
                signals[pair[..equals].Trim().ToLowerInvariant()] = answer == "yes";
        }
        return signals;
    }

    /// <summary>Brings several statements together: of a key a no counts before a yes. What is neither is kept as it stands.</summary>
    public static string Combine(IReadOnlyList<string> values)
    {
        var answers = values.SelectMany(Parse).GroupBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key}={(group.All(entry => entry.Value) ? "yes" : "no")}");
        var others = values.SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Where(pair => Parse(pair).Count == 0);
        return string.Join(", ", answers.Concat(others.Distinct(StringComparer.Ordinal)));
    }
}
