using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Gardu.Interop;

/// <summary>One answer of WordPress, as it came and as it can be compared with its twin's.</summary>
/// <param name="Asked">Method and path.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Headers">Name and value, in the order of the names.</param>
/// <param name="Bytes">The body.</param>
sealed partial record Answer(string Asked, int Status, IReadOnlyList<(string Name, string Value)> Headers, byte[] Bytes)
{
    /// <summary>Headers of the connection, and the clock. How long a body is shows in the body.</summary>
    static readonly string[] NotCompared = ["Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Date"];

    /// <summary>The body as text.</summary>
    public string Body => Encoding.UTF8.GetString(Bytes);

    /// <summary>What has to be the same with the gate and without it.</summary>
    public string Comparable => Plain(
        $"{Asked}\n{Status}\n{string.Join('\n', Headers.Where(header => !NotCompared.Contains(header.Name, StringComparer.OrdinalIgnoreCase) && !IsOfTheTerms(header)).Select(header => $"{header.Name}: {header.Value}"))}\n\n{Text}");

    /// <summary>Whether the gate adds a header, to say the terms.</summary>
    public static bool IsOfTheTerms((string Name, string Value) header) => header switch
    {
        ("Link", var value) => value.Contains("application/rsl+xml", StringComparison.Ordinal),
        ("X-Robots-Tag", var value) => value == "noai, noimageai",
        (var name, _) => name is "Content-Usage" or "tdm-reservation" or "tdm-policy",
    };

    /// <summary>The body, unpacked; of a picture the bytes.</summary>
    string Text => Header("Content-Type")?.StartsWith("image/", StringComparison.Ordinal) == true ? Convert.ToHexString(Bytes) : Header("Content-Encoding") == "gzip" ? Unpacked : Body;

    string Unpacked => new StreamReader(new GZipStream(new MemoryStream(Bytes), CompressionMode.Decompress)).ReadToEnd();

    public static async Task<Answer> Read(string asked, HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .SelectMany(header => header.Value.Select(value => (header.Key, value))).OrderBy(header => header.Key, StringComparer.OrdinalIgnoreCase);
        return new Answer(asked, (int)response.StatusCode, [.. headers], await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>A header; null where there is none.</summary>
    public string? Header(string name) => Headers.FirstOrDefault(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>The value of a form's field on the page.</summary>
    public string Field(string name)
    {
        var match = Regex.Match(Body, $"name=\"{name}\" value=\"([^\"]*)\"");
        Assert.True(match.Success, $"{Asked} has no field {name}");
        return match.Groups[1].Value;
    }

    /// <summary>A text without what differs from one moment or session to the next.</summary>
    public static string Plain(string text) => Times().Replace(Secrets().Replace(text, "(secret)"), "(time)");

    /// <summary>Nonces of ten hexadecimal digits (as many as a time in seconds has), hashes of 32, and the values of session cookies.</summary>
    [GeneratedRegex(@"\b[0-9a-f]{10}\b|\b[0-9a-f]{32}\b|(?<=wordpress_\w+=)[^;]+")]
    private static partial Regex Secrets();

    /// <summary>Dates and times as WordPress and nginx write them.</summary>
    [GeneratedRegex("""\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\+00:00|Z)?|\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d (?:GMT|\+0000)|[A-Z][a-z]+ \d{1,2}, \d{4}(?: at \d{1,2}:\d\d [ap]m)?|(?<=ETag: )\S+|Max-Age=\d+""")]
    private static partial Regex Times();
}
