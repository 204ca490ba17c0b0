using System.Runtime.CompilerServices;
using Gardu.Agents.Undeclared;

namespace Gardu.Tests.Configuration;

public sealed class UndeclaredTests
{
    [Fact]
    public void The_guide_has_every_sign_with_its_points()
    {
        var guide = File.ReadAllText(Path.Combine(Root(), "docs/guides/undeclared.md"));
        foreach (var sign in SignTable.Every)
            Assert.Contains($"\n| `{sign.Name}` | {sign.Points} |", guide, StringComparison.Ordinal);
        foreach (var text in (string[])["docs/guides/undeclared.md", "docs/reference/gardu-yaml.md", "docs/reference/gardu.schema.json", "samples/gardu.yaml"])
            Assert.Contains($"{SignTable.Threshold} points", File.ReadAllText(Path.Combine(Root(), text)), StringComparison.Ordinal);
    }

    static string Root([CallerFilePath] string here = "") => Path.GetFullPath("../../..", Path.GetDirectoryName(here)!);
}
