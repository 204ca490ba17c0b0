namespace Gardu.EndToEnd;

/// <summary>Configurations that many tests share.</summary>
static class Sites
{
    /// <summary>One site that sends training away, sells input and lets search in.</summary>
    public static string Guarding(Uri origin, string aiTrain = "refuse") => $"""
        sites:
          - host: "*"
            origin: {origin.GetLeftPart(UriPartial.Authority)}
            mode: enforce
            terms:
              - path: /
                search: allow
                ai-input: 0.002 USD
                ai-train: {aiTrain}

        """;
}
