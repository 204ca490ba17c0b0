using System.Collections.Frozen;

namespace Gardu.Agents.Identification;

/// <summary>
/// Names that programs send which anybody's machine may be made with: libraries, command line tools, browsers and what drives them.
/// Such a name says nothing of who runs the machine.
/// </summary>
public static class ClientLibraries
{
    static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
    [
        "aiohttp", "akka-http", "Apache-HttpAsyncClient", "Apache-HttpClient", "axios", "Boto3", "CFNetwork", "colly", "curl", "Dalvik", "Dart", "Deno", "Embarcadero",
        "EventMachine", "Faraday", "fasthttp", "fetch", "Go-http-client", "Go", "got", "GuzzleHttp", "HeadlessChrome", "HTTPie", "http.rb", "HTTP_Request2", "HTTrack", "Indy",
        "insomnia", "Jakarta", "Java", "Java-http-client", "jsdom", "ktor-client", "libcurl", "libwww-perl", "libwww", "lua-resty-http", "LWP::Simple", "lwp-request", "lwp-trivial",
        "Manticore", "Mechanize", "Microsoft-CryptoAPI", "Mojolicious", "Mozilla", "node", "node-fetch", "node-superagent", "node.js", "okhttp", "PECL::HTTP", "PhantomJS", "PHP", "Playwright", "PostmanRuntime",
        "Puppeteer", "PycURL", "python", "python-httpx", "python-requests", "Python-urllib", "Python-urllib2", "Python-urllib3", "reqwest", "rest-client", "RestSharp", "Ruby", "Scrapy",
        "Selenium", "SlimerJS", "Symfony", "Typhoeus", "undici", "unirest-java", "ureq", "urlgrabber", "Wget", "Wget2", "WinHTTP", "WordPress", "zend_http_client",
    ], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a machine's name, without its version, is one of these; without regard to case.</summary>
    public static bool Has(string name) => Names.Contains(name);
}
