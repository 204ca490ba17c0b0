using CsCheck;
using Gardu.Protocols.Robots;
using Gardu.Protocols.Signals;
using Gardu.Testing;

namespace Gardu.Protocols.Tests.Signals;

public sealed class ContentSignalsTests
{
    [Theory]
    [InlineData("search=yes, ai-input=no, ai-train=no", "ai-input:False ai-train:False search:True")]
    [InlineData("search=yes,ai-train=no,use=reference", "ai-train:False search:True")]
    [InlineData(" AI-Train = NO ", "ai-train:False")]
    [InlineData("ai-train=no, ai-train=yes", "ai-train:True")]
    [InlineData("ai-train, =yes, ai-input=maybe", ":True")]
    [InlineData("", "")]
    public void Each_key_says_yes_or_no_or_is_passed_over(string value, string said) =>
        Assert.Equal(said, string.Join(' ', ContentSignals.Parse(value).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}:{entry.Value}")));

    [Fact]
    public void No_text_makes_it_throw() => Gen.String.Sample(text => ContentSignals.Parse(text) is not null, iter: 5_000);

    [Fact]
    public void Damaged_values_never_throw() => Fuzz.Run(20_000, ["search=yes, ai-input=no, ai-train=no", "search=yes,ai-train=no,use=reference", "train-ai=n;x=\"y\", ai-use=y", "googlebot: noai, max-snippet:20"], text =>
    {
        ContentSignals.Parse(text);
        UsagePreferences.Parse(text);
        RobotsTag.Parse(text);
    });
}
