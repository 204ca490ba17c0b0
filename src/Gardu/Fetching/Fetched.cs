namespace Gardu.Fetching;

/// <summary>What an address answered, or why it did not.</summary>
/// <param name="Address">Where the answer came from, behind all redirects.</param>
/// <param name="Status">HTTP status; 0 where there was no answer.</param>
/// <param name="Headers">Names and values in their order.</param>
/// <param name="Body">At most as many bytes as were asked for, and one more where there were more.</param>
/// <param name="Failure">Why there was no answer, in words; null where there was one.</param>
sealed record Fetched(Uri Address, int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body, string? Failure = null)
{
    /// <summary>Whether there is something behind the address.</summary>
    public bool IsThere => Failure is null && Status is >= 200 and < 300;

    /// <summary>What is wrong with it, in words.</summary>
    public string Trouble => Failure ?? $"answers {Status}";

    /// <summary>The media type, in lower case and without parameters; empty where it is not said.</summary>
    public string MediaType => ContentType.Split(';')[0].Trim().ToLowerInvariant();

    /// <summary>The media type with its parameters, as it is said; empty where it is not.</summary>
    public string ContentType => Header("Content-Type") ?? "";

    /// <summary>The first header of a name; null where there is none.</summary>
    public string? Header(string name) => Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>No answer.</summary>
    public static Fetched Failed(Uri address, string failure) => new(address, 0, [], [], failure);
}
