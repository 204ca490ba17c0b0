using System.Net;
using Gardu.Agents.Addresses;
using Gardu.Gate.Sites;
using Gardu.Store.Postgres;
using Gardu.Terms.Compiled;
using Gardu.Terms.Declarations;
using Gardu.Terms.Written;
using Gardu.Terms.Yaml;

namespace Gardu.Configuration;

/// <summary>Reads <c>gardu.yaml</c>: every key it knows, and a problem for every one it does not.</summary>
static class ConfigurationReader
{
    public const string DefaultListen = "http://127.0.0.1:8402";
    public const string DefaultOperator = "http://127.0.0.1:8403";
    public const string DefaultData = "gardu-data";

    static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(100);
    static readonly TimeSpan DefaultKeep = TimeSpan.FromDays(90);
    static readonly TimeSpan DefaultRefresh = TimeSpan.FromDays(1);

    /// <summary>Reads a document; null where it has problems.</summary>
    /// <param name="file">The document, its overrides applied.</param>
    /// <param name="folder">What relative paths are relative to.</param>
    /// <param name="forced">Takes the place of every site's mode; null where the file decides.</param>
    public static GarduConfiguration? Read(YamlFile file, string folder, Mode? forced)
    {
        var root = file.Root;
        var listen = root.Take("listen") is { } addresses ? ReadListeners(addresses) : [new Uri(DefaultListen)];
        var operatorUrl = root.Take("operator")?.As<Uri>(Readers.Listener);
        var data = root.Take("data")?.AsText() ?? DefaultData;
        var store = root.Take("store")?.As<PostgresAddress>(Readers.Store);
        var catalogue = AgentsReader.Read(root.Take("agents"));
        var known = new KnownNames(catalogue.Agents.Select(agent => agent.Token), catalogue.Operators.Select(runner => runner.Name));
        var sites = root.Require("sites") is { } list ? ReadSites(list, folder, forced, known, listen) : [];
        var trusted = ReadRanges(root.Take("trusted"));
        var proxies = ReadRanges(root.Take("trusted-proxies"));
        var keep = root.Take("keep")?.As<object>(Readers.Span) as TimeSpan? ?? DefaultKeep;
        var keeping = root.Take("addresses")?.AsWord(["truncated", "hashed"]);
        var refresh = ReadRefresh(root.Take("feeds"));
        var directories = DirectoriesReader.Read(root.Take("directories"), folder);
        var privateDirectories = ReadRanges(root.Take("private-directories"));
        var names = ReadNames(root.Take("dns"));
        var ledger = LedgerReader.Read(root.Take("ledger"));
        var plans = PlansReader.Read(root.Take("plans"));
        root.RefuseOthers();
        return file.Problems.Count > 0 ? null : new GarduConfiguration
        {
            Listen = listen,
            Operator = operatorUrl ?? new Uri(DefaultOperator),
            DataFolder = Path.GetFullPath(data, folder),
            Store = store,
            Sites = sites,
            Catalogue = catalogue,
            Trusted = trusted,
            TrustedProxies = proxies,
            Keep = keep,
            HashAddresses = keeping == "hashed",
            FeedRefresh = refresh,
            Directories = directories,
            PrivateDirectories = privateDirectories,
            AsksNames = names.Asks,
            Resolver = names.Server,
            Ledger = ledger,
            Plans = plans,
        };
    }

    static Uri[] ReadListeners(YamlValue list)
    {
        var entries = list.AsList();
        if (entries.Count == 0)
            list.Complain("at least one address to listen on is needed");
        return [.. entries.Select(value => value.As<Uri>(Readers.Listener)).OfType<Uri>()];
    }

    static List<Site> ReadSites(YamlValue list, string folder, Mode? forced, KnownNames names, Uri[] listen)
    {
        var sites = new List<Site>();
        var hosts = new HashSet<string>();
        var entries = list.AsList();
        foreach (var entry in entries)
            if (entry.AsMap() is { } map && ReadSite(map, folder, forced, names, listen, hosts) is { } site)
                sites.Add(site);
        if (entries.Count == 0)
            list.Complain("at least one site is needed, with host and origin");
        return sites;
    }

    static Site? ReadSite(YamlMap map, string folder, Mode? forced, KnownNames names, Uri[] listen, HashSet<string> taken)
    {
        string[] hosts = map.Require("host") is { } host ? ReadHosts(host, taken) : [];
        var origin = map.Require("origin") is { } address ? ReadOrigin(address, listen) : null;
        var terms = SiteTermsReader.Read(map, forced, names);
        var url = map.Take("url")?.As<Uri>(Readers.Origin);
        var undeclared = map.Take("undeclared")?.AsWord(["show", "decide"]) == "decide" ? UndeclaredMode.Decide : UndeclaredMode.Show;
        var records = RecordsReader.Read(map.Take("records"));
        var saysXRateLimit = map.Take("x-rate-limit")?.AsWord(["on", "off"]) == "on";
        var contact = map.Take("contact")?.AsText();
        var timeout = map.Take("timeout")?.As<object>(Readers.Timeout) as TimeSpan? ?? DefaultTimeout;
        var certificate = map.Take("tls") is { } tls ? ReadCertificate(tls, folder) : null;
        map.RefuseOthers();
        if (hosts.Length == 0 || origin is null)
            return null;
        return new Site
        {
            Hosts = hosts,
            Origin = origin,
            Terms = CompiledTerms.Compile(terms),
            Declared = DeclaredTerms.Of(terms),
            Url = url,
            Undeclared = undeclared,
            Records = records,
            SaysXRateLimit = saysXRateLimit,
            Contact = contact,
            Timeout = timeout,
            Certificate = certificate,
        };
    }

    static string[] ReadHosts(YamlValue list, HashSet<string> taken)
    {
        var entries = list.AsList();
        if (entries.Count == 0)
            list.Complain("at least one host is needed");
        return [.. entries.Select(value => ReadHost(value, taken)).OfType<string>()];
    }

    static Uri? ReadOrigin(YamlValue value, Uri[] listen)
    {
        var origin = value.As<Uri>(Readers.Origin);
        if (origin is { IsLoopback: true } && listen.Any(own => own.Port == origin.Port && own.Port > 0 && (own.IsLoopback || own.Host is "0.0.0.0" or "[::]")))
            value.Complain("this is the gate's own address, so it would ask itself for ever");
        return origin;
    }

    static string? ReadHost(YamlValue value, HashSet<string> taken)
    {
        if (value.As<string>(Readers.Host) is not { } host)
            return null;
        if (!taken.Add(host))
            value.Complain($"\"{host}\" is named by two sites");
        return host;
    }

    static CertificateFiles? ReadCertificate(YamlValue tls, string folder)
    {
        if (tls.AsMap() is not { } map)
            return null;
        var certificate = ReadFile(map.Require("certificate"), folder);
        var key = ReadFile(map.Require("key"), folder);
        map.RefuseOthers();
        return certificate is null || key is null ? null : new CertificateFiles(certificate, key);
    }

    static string? ReadFile(YamlValue? value, string folder)
    {
        if (value?.AsText() is not { } text)
            return null;
        var path = Path.GetFullPath(text, folder);
        if (!File.Exists(path))
            value.Complain($"there is no file {path}");
        return path;
    }

    static AddressRange[] ReadRanges(YamlValue? value) =>
        [.. value?.AsList().Select(entry => entry.As<object>(Readers.Range)).OfType<AddressRange>() ?? []];

    static (bool Asks, IPEndPoint? Server) ReadNames(YamlValue? value) => value?.AsText() switch
    {
        null or "on" => (true, null),
        "off" => (false, null),
        _ => (true, value.As<IPEndPoint>(Readers.Resolver)),
    };

    static TimeSpan? ReadRefresh(YamlValue? value)
    {
        if (value is null)
            return DefaultRefresh;
        if (value.AsMap() is not { } map)
            return null;
        var refresh = map.Take("refresh");
        map.RefuseOthers();
        if (refresh is null)
            return DefaultRefresh;
        return refresh.AsText() == "off" ? null : refresh.As<object>(Readers.Span) as TimeSpan?;
    }
}
