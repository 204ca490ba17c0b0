using System.Text;
using System.Text.RegularExpressions;
using Gardu.Commands;
using Gardu.Fetching;
using Gardu.Protocols.Robots;

namespace Gardu.Checking;

/// <summary>
/// A site's files as somebody saved them, under the names that they have on the site: <c>robots.txt</c>, <c>license.xml</c>,
/// <c>.well-known/tdmrep.json</c>, <c>index.html</c>; the headers of the page in <c>headers.txt</c>. What was not saved is not known.
/// </summary>
sealed partial class FolderSource : ISiteSource
{
    const string Page = "index.html";
    const string HeaderFile = "headers.txt";

    static readonly string[] Known = ["robots.txt", "license.xml", ".well-known/tdmrep.json", "ai.txt", Page, HeaderFile];

    readonly string folder;

    /// <summary>Opens a folder that is there.</summary>
    public FolderSource(string folder)
    {
        this.folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (!Array.Exists(Known, name => File.Exists(Path.Combine(this.folder, name))))
            throw new UsageException($"there is nothing of a site in {folder}; expected {string.Join(", ", Known)}");
        Address = new Uri(SiteOf(Read("robots.txt", RobotsTxt.BytesMax)));
    }

    /// <inheritdoc/>
    public Uri Address { get; }

    /// <inheritdoc/>
    public Task<Fetched?> GetAsync(Uri address, int bytesMax, CancellationToken stop)
    {
        if (address.GetLeftPart(UriPartial.Authority) != Address.GetLeftPart(UriPartial.Authority))
            return Task.FromResult<Fetched?>(null);
        var name = address.AbsolutePath == "/" ? Page : Uri.UnescapeDataString(address.AbsolutePath[1..]);
        var body = Read(name, bytesMax);
        var headers = name == Page ? Headers(Read(HeaderFile, bytesMax)) : [];
        return Task.FromResult(body is null && headers.Count == 0 ? null : new Fetched(address, 200, headers, body ?? []));
    }

    byte[]? Read(string name, int bytesMax)
    {
        var path = Path.GetFullPath(Path.Combine(folder, name));
        if (name.Contains('\0', StringComparison.Ordinal) || !path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !File.Exists(path) || new FileInfo(path).LinkTarget is not null) // a link may lead anywhere
            return null;
        return NamedFile.Open(path, found =>
        {
            using var file = File.OpenRead(found);
            var buffer = new byte[bytesMax + 1];
            return buffer[..file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
        });
    }

    static List<KeyValuePair<string, string>> Headers(byte[]? file)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var line in Encoding.UTF8.GetString(file ?? []).Split('\n'))
            if (line.IndexOf(':') is > 0 and var colon)
                headers.Add(new(line[..colon].Trim(), line[(colon + 1)..].Trim()));
        return headers;
    }

    /// <summary>The site that its own robots.txt names in an absolute address.</summary>
    static string SiteOf(byte[]? robots)
    {
        var text = RobotsTxt.Parse(robots);
        return text.Agents.SelectMany(text.LicensesOf).Concat(text.Licenses).Concat(text.Sitemaps)
            .Select(address => WebAddress().Match(address)).FirstOrDefault(match => match.Success)?.Value is { } site && Uri.TryCreate(site, UriKind.Absolute, out _) ? site + "/" : "https://site.invalid/";
    }

    [GeneratedRegex("^https?://[^/?#@\\s]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex WebAddress();
}
