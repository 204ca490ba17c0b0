namespace Gardu.Presets;

/// <summary>A configuration to start from, with its unit tests: the files of <c>samples/presets</c>, which the program carries.</summary>
/// <param name="Name">As the command line names it.</param>
/// <param name="Yaml">The configuration.</param>
/// <param name="Tests">Its tests.</param>
sealed record Preset(string Name, string Yaml, string Tests)
{
    const string OriginLine = "    origin: http://127.0.0.1:8080\n";

    /// <summary>All of them, in the order of a list.</summary>
    public static IReadOnlyList<Preset> Every { get; } =
        [.. new[] { "news", "forum", "platform", "music", "open" }.Select(name => new Preset(name, Read($"{name}.yaml"), Read($"{name}.test.yaml")))];

    /// <summary>What it is for, in one sentence: the file's first line.</summary>
    public string Sentence => Yaml[2..Yaml.IndexOf('\n', StringComparison.Ordinal)];

    /// <summary>The configuration for an owner's own host and origin; null keeps the sample's.</summary>
    public string For(string? host, Uri? origin) => Yaml
        .Replace($"  - host: {Name}.example\n", $"  - host: {(host is null ? $"{Name}.example" : $"\"{host}\"")}\n", StringComparison.Ordinal)
        .Replace(OriginLine, origin is null ? OriginLine : $"    origin: {origin.GetLeftPart(UriPartial.Authority)}\n", StringComparison.Ordinal);

    static string Read(string file)
    {
        using var stream = typeof(Preset).Assembly.GetManifestResourceStream($"presets/{file}") ?? throw new InvalidOperationException($"{file} is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
