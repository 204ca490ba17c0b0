using Gardu.Commerce.Metering;
using Gardu.Gate.Declaring;
using Gardu.Terms.Compiled;
using Gardu.Terms.Declarations;
using Yarp.ReverseProxy.Forwarder;

namespace Gardu.Gate.Sites;

/// <summary>A host (or several) with one origin, the server that really holds the content.</summary>
public sealed class Site
{
    /// <summary>How records and metrics name it: its first host.</summary>
    public string Name => Hosts[0];

    /// <summary>Host names without port: exact, <c>*.example.org</c> for any subdomain, or <c>*</c> for any host.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>Scheme and authority of the origin.</summary>
    public required Uri Origin { get; init; }

    /// <summary>The origin as the start of request URLs: <c>http://127.0.0.1:8080</c>.</summary>
    internal string OriginPrefix => field ??= Origin.GetLeftPart(UriPartial.Authority);

    internal ForwarderRequestConfig Forwarding => field ??= new ForwarderRequestConfig { ActivityTimeout = Timeout };

    /// <summary>What its owner asks of machines.</summary>
    public required CompiledTerms Terms { get; init; }

    /// <summary>The part of it that is said to the world.</summary>
    public required DeclaredTerms Declared { get; init; }

    /// <summary>The same as headers of the origin's answers.</summary>
    internal SiteHeaders Headers => field ??= new SiteHeaders(this);

    /// <summary>The public base of absolute links; null where the request's own host serves.</summary>
    public Uri? Url { get; init; }

    /// <summary>Scheme and authority of absolute links: <see cref="Url"/>'s, else those that the client used.</summary>
    internal static string PublicBase(Site? site, string scheme, string host) => site?.Url?.GetLeftPart(UriPartial.Authority) ?? $"{scheme}://{host}";

    /// <summary>What becomes of browsers that behave like machines.</summary>
    public UndeclaredMode Undeclared { get; init; }

    /// <summary>Finds the records in its JSON, for prices per record; null where it has none.</summary>
    public RecordCounter? Records { get; init; }

    /// <summary>Whether limits are said in <c>x-rate-limit-*</c> too, as X names them.</summary>
    public bool SaysXRateLimit { get; init; }

    /// <summary>Whom a refused requester can write to.</summary>
    public string? Contact { get; init; }

    /// <summary>How long the origin may be silent: 1 second or more.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Certificate and key for its hosts on https listeners.</summary>
    public CertificateFiles? Certificate { get; init; }
}

/// <summary>What becomes of clients with a browser's user agent that are past the threshold.</summary>
public enum UndeclaredMode : byte
{
    /// <summary>They stay people, and are shown to the owner.</summary>
    Show,

    /// <summary>They are decided and recorded as unknown machines.</summary>
    Decide,
}

/// <summary>The owner's PEM files.</summary>
/// <param name="CertificatePath">The certificate, its chain behind it.</param>
/// <param name="KeyPath">Its private key, unencrypted.</param>
public sealed record CertificateFiles(string CertificatePath, string KeyPath);
