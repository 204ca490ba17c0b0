using Gardu.Protocols.Signals;

namespace Gardu.Protocols.Tests.Signals;

public sealed class UsagePreferencesTests
{
    static string Answer(IReadOnlyDictionary<string, bool> preferences, string label) =>
        preferences.TryGetValue(label, out var allowed) ? allowed ? "allow" : "disallow" : "unknown";

    /// <summary>The examples of draft-ietf-aipref-vocab.</summary>
    [Theory]
    [InlineData("train-ai=y, search=n", "allow", "disallow")]
    [InlineData("train-ai=y, train-ai, search=n, search=\"n\"", "unknown", "unknown")]
    [InlineData("train-ai;allow=n, train-ai=y", "allow", "unknown")]
    [InlineData("train-ai;has;parameters=\"?\"", "unknown", "unknown")]
    [InlineData("train-ai=y;has;parameters=\"?\"", "allow", "unknown")]
    [InlineData("Train-AI=n", "unknown", "unknown")]
    [InlineData("train-ai = n", "unknown", "unknown")]
    [InlineData("train-ai=n,", "unknown", "unknown")]
    [InlineData("train-ai=?0", "unknown", "unknown")]
    [InlineData("train-ai=n, somebodys-own=y, search=y", "disallow", "allow")]
    public void A_value_says_yes_no_or_nothing_of_each_label(string value, string train, string search)
    {
        var preferences = UsagePreferences.Parse(value);
        Assert.Equal((train, search), (Answer(preferences, "train-ai"), Answer(preferences, "search")));
    }

    [Fact]
    public void Of_several_statements_the_one_that_disallows_counts()
    {
        var combined = UsagePreferences.Combine([UsagePreferences.Parse("train-ai=y, search=y"), UsagePreferences.Parse("train-ai=n"), UsagePreferences.Parse("broken=")]);
        Assert.Equal(("disallow", "allow"), (Answer(combined, "train-ai"), Answer(combined, "search")));
    }
}
