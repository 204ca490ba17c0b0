using Gardu.Agents.Undeclared;

namespace Gardu.Agents.Tests.Undeclared;

public sealed class CdnVerdictsTests
{
    [Theory]
    [InlineData("cf-bot-score", "1", Signs.CdnCertain)]
    [InlineData("CF-Bot-Score", "29", Signs.CdnLikely)]
    [InlineData("cf-bot-score", "30", Signs.None)]
    [InlineData("cf-bot-score", "0", Signs.None)]
    [InlineData("cf-bot-score", "-1", Signs.None)]
    [InlineData("cf-bot-score", "1,1", Signs.None)]
    [InlineData("cf-verified-bot", "true", Signs.CdnCertain)]
    [InlineData("cf-verified-bot", "false", Signs.None)]
    [InlineData("EO-Bot-Tag", "{\"bot type\": \"\", \"behavior\": \"evil_bot\"}", Signs.CdnCertain)]
    [InlineData("EO-Bot-Tag", "{\"behavior\":\"suspect_bot\"}", Signs.CdnLikely)]
    [InlineData("EO-Bot-Tag", "{\"behavior\":\"normal\"}", Signs.None)]
    [InlineData("EO-Bot-Tag", "{\"behavior\"", Signs.None)]
    [InlineData("EO-Bot-Tag", "", Signs.None)]
    [InlineData("X-Other", "1", Signs.None)]
    public void Documented_values_are_read(string header, string value, Signs sign) => Assert.Equal(sign, CdnVerdicts.Of(header, value));
}
