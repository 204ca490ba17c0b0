using Gardu.Gate.Ledger;
using Gardu.Ledger.Notes;
using Gardu.LedgerKeeping;
using Gardu.Terms.Yaml;

namespace Gardu.Configuration;

/// <summary>Reads <c>ledger:</c>, who may read the log, what it is called and who signs it too.</summary>
static class LedgerReader
{
    /// <summary>Witnesses at the most; with the log's own signatures a note of all of them is one that others read (C2SP signed-note).</summary>
    const int WitnessesMax = 14;

    /// <summary>The settings; what cannot be read becomes problems of the file.</summary>
    public static LedgerSettings Read(YamlValue? value)
    {
        if (value?.AsMap() is not { } map)
            return new LedgerSettings(LedgerAccess.Licensees, null, []);
        var access = map.Take("access")?.AsWord(["public", "licensees", "off"]) switch
        {
            "public" => LedgerAccess.Public,
            "off" => LedgerAccess.Off,
            _ => LedgerAccess.Licensees,
        };
        var origin = map.Take("origin")?.As<string>(Origin);
        var witnesses = map.Take("witnesses") is { } list ? ReadWitnesses(list) : [];
        map.RefuseOthers();
        return new LedgerSettings(access, origin, witnesses);
    }

    static List<Witness> ReadWitnesses(YamlValue list)
    {
        var witnesses = new List<Witness>();
        foreach (var entry in list.AsList())
        {
            if (entry.AsMap() is not { } map)
                continue;
            var (url, key) = (map.Require("url")?.As<Uri>(Url), map.Require("key")?.As<NoteKey>(Key));
            map.RefuseOthers();
            if (url is null || key is null)
                continue;
            if (witnesses.Exists(other => other.Key.Name == key.Name))
                entry.Complain($"{key.Name} is named twice");
            witnesses.Add(new Witness(url, key));
        }
        if (witnesses.Count > WitnessesMax)
            list.Complain($"more than {WitnessesMax} witnesses");
        return witnesses;
    }

    static bool Origin(string text, out string? origin, out string? error)
    {
        var fits = text.Length <= 255 && !text.Contains("://", StringComparison.Ordinal) && NoteKey.IsName(text);
        (origin, error) = (text, fits ? null : $"\"{text}\" is not the name of a log: an address without a scheme, such as news.example/licensing/ledger, without blanks and +");
        return fits;
    }

    /// <summary>Where a witness is asked; with the slash behind which its methods come.</summary>
    static bool Url(string text, out Uri? url, out string? error)
    {
        var fits = Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out url) && url.Scheme is "http" or "https" && url.Query.Length == 0 && url.Fragment.Length == 0 && url.UserInfo.Length == 0;
        error = fits ? null : $"\"{text}\" is not the address of a witness, such as https://witness.example/";
        return fits;
    }

    static bool Key(string text, out NoteKey? key, out string? error)
    {
        key = NoteKey.Parse(text);
        error = key is { Type: NoteKeyType.Cosignature } ? null
            : $"\"{text}\" is not the key of a witness: NAME+ID+KEY as it publishes it, of the type for cosignatures";
        return error is null;
    }
}
