using System.Buffers;
using System.Text;
using Gardu.Protocols.Robots;

namespace Gardu.Terms.Decisions;

/// <summary>
/// What is asked for: the path and query of a request, in every way an origin may read it (as sent, percent-decoded,
/// dot segments removed, slashes merged, <c>;</c> parameters cut, in any order and combination). Each reading is decided and the
/// strictest holds, so that no spelling leads round a rule. Reading without regard to case is left to the decision.
/// </summary>
public readonly struct Resource
{
    /// <summary>More readings than this is no honest path.</summary>
    const int ReadingsMax = 64;

    /// <summary>
    /// Characters that may be looked at to find them: twice what the longest request line needs that is encoded twice. A
    /// longer search is no honest path either, and would cost the processor more than the rest of the request.
    /// </summary>
    const int WorkMax = 256 * 1024;

    static readonly SearchValues<char> Suspicious = SearchValues.Create("%;\\");

    readonly string[]? others;

    Resource(string sent, string[]? others, bool isFree) => (Sent, this.others, IsFree) = (sent, others, isFree);

    /// <summary>Path and query as sent, in canonical spelling.</summary>
    public string Sent { get; }

    /// <summary>The readings that differ from <see cref="Sent"/>; empty for nearly every path.</summary>
    public ReadOnlySpan<string> Others => others;

    /// <summary>True where every reading is a path that never asks anything of anybody.</summary>
    public bool IsFree { get; }

    /// <summary>The same as if its path were none of those that are free to fetch: what is free to fetch is not free to use.</summary>
    internal Resource ForUse => new(Sent, others, isFree: false);

    /// <summary>
    /// Reads a request target in origin form (<c>/path?query</c>). False for what is no such thing: no leading slash, a
    /// fragment, or a spelling with more readings than can be looked at.
    /// </summary>
    public static bool TryRead(string target, out Resource resource)
    {
        resource = default;
        if (target.Length == 0 || target[0] != '/' || target.Contains('#'))
            return false;
        var sent = PathText.Canonical(target);
        if (!IsAmbiguous(sent))
        {
            resource = new Resource(sent, null, FreePaths.Contains(sent));
            return true;
        }
        var readings = new List<string> { sent };
        var known = new HashSet<string> { sent };
        var work = 0;
        for (var i = 0; i < readings.Count; i++)
        {
            foreach (var read in Readers)
            {
                var reading = read(readings[i]);
                if (known.Add(reading))
                    readings.Add(reading);
            }
            work += Readers.Length * readings[i].Length;
            if (readings.Count > ReadingsMax || work > WorkMax)
                return false;
        }
        resource = new Resource(sent, [.. readings.Skip(1)], readings.TrueForAll(reading => FreePaths.Contains(reading)));
        return true;
    }

    static readonly Func<string, string>[] Readers = [Decoded, SlashesMerged, ParametersCut, DotsRemoved];

    static bool IsAmbiguous(string sent)
    {
        var path = sent.AsSpan(0, PathEnd(sent));
        return sent.Contains('%') || path.ContainsAny(Suspicious)
            || path.Contains("//", StringComparison.Ordinal) || path.Contains("/.", StringComparison.Ordinal);
    }

    static int PathEnd(string text) => text.IndexOf('?') is var at and >= 0 ? at : text.Length;

    /// <summary>Percent-encoded printable ASCII decoded once; a second pass over the result undoes a double encoding.</summary>
    static string Decoded(string text)
    {
        if (!text.Contains('%'))
            return text;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var octet = PathText.Octet(text, i);
            if (octet is > 0x20 and < 0x7F)
                result.Append((char)octet);
            else if (octet >= 0)
                result.Append(text, i, 3);
            else
                result.Append(text[i]);
            i += octet >= 0 ? 2 : 0;
        }
        return PathText.Canonical(result.ToString());
    }

    /// <summary>Runs of slashes as one; a backslash counts as a slash, as it does to some servers.</summary>
    static string SlashesMerged(string text)
    {
        var end = PathEnd(text);
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < end; i++)
        {
            var c = text[i] == '\\' ? '/' : text[i];
            if (c != '/' || result.Length == 0 || result[^1] != '/')
                result.Append(c);
        }
        return result.Append(text, end, text.Length - end).ToString();
    }

    /// <summary>Every segment cut at its first semicolon.</summary>
    static string ParametersCut(string text)
    {
        var end = PathEnd(text);
        var result = new StringBuilder(text.Length);
        var inParameter = false;
        for (var i = 0; i < end; i++)
        {
            inParameter = text[i] != '/' && (inParameter || text[i] == ';');
            if (!inParameter)
                result.Append(text[i]);
        }
        return result.Append(text, end, text.Length - end).ToString();
    }

    /// <summary>Dot segments removed (RFC 3986 section 5.2.4).</summary>
    static string DotsRemoved(string text)
    {
        var end = PathEnd(text);
        var path = text[..end];
        if (!path.Contains("/.", StringComparison.Ordinal))
            return text;
        var kept = new List<string>();
        var segments = path[1..].Split('/');
        for (var i = 0; i < segments.Length; i++)
        {
            var isLast = i == segments.Length - 1;
            if (segments[i] is not ("." or ".."))
            {
                kept.Add(segments[i]);
                continue;
            }
            if (segments[i] == ".." && kept.Count > 0)
                kept.RemoveAt(kept.Count - 1);
            if (isLast)
                kept.Add("");
        }
        return "/" + string.Join('/', kept) + text[end..];
    }
}
