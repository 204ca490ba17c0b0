using System.Globalization;
using System.Text;

namespace Gardu.Ledger.Notes;

/// <summary>Reads a C2SP tlog-policy, line by line. A name means what stands above it, so that no group can hold itself.</summary>
sealed class TrustedKeysReader
{
    readonly List<NoteKey> logs = [];
    readonly Dictionary<string, NoteKey> witnesses = [];
    readonly Dictionary<string, TrustedGroup> groups = [];
    readonly HashSet<string> keys = [];
    readonly HashSet<string> members = [];
    string? quorum;

    public static TrustedKeys? Read(ReadOnlySpan<byte> file, out string? error)
    {
        error = file.Length > TrustedKeys.BytesMax ? $"it is longer than {TrustedKeys.BytesMax} octets" : null;
        if (error is not null)
            return null;
        var reader = new TrustedKeysReader();
        var number = 0;
        foreach (var line in Encoding.UTF8.GetString(file).Split('\n'))
        {
            number++;
            if (reader.Take(line) is { } wrong)
            {
                error = string.Create(CultureInfo.InvariantCulture, $"line {number}: {wrong}");
                return null;
            }
        }
        error = reader.quorum is null ? "it has no line quorum" : null;
        return reader.quorum is { } quorum ? new TrustedKeys(reader.logs, reader.witnesses, reader.groups, quorum) : null;
    }

    /// <summary>Takes a line; says what is wrong with it.</summary>
    string? Take(string line)
    {
        // U+FFFD stands where the file is no UTF-8.
        if (line.AsSpan().IndexOfAnyInRange('\0', '\b') >= 0 || line.AsSpan().IndexOfAnyInRange('\n', '\u001f') >= 0 || line.Contains('\u007f') || line.Contains('\uFFFD'))
            return "a control character, or no UTF-8; lines end with a line feed alone";
        return line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) switch // a log or witness may have its address behind it
        {
            [] => null,
            [['#', ..], ..] => null,
            ["log", var key] => Log(key),
            ["log", var key, _] => Log(key),
            ["witness", var name, var key] => Witness(name, key),
            ["witness", var name, var key, _] => Witness(name, key),
            ["group", var name, var threshold, .. { Length: > 0 } names] => Group(name, threshold, names),
            ["quorum", var name] => Quorum(name),
            var words => $"\"{words[0]}\" is no line of such a file; it has log, witness, group and quorum, each with what belongs to it",
        };
    }

    string? Log(string text)
    {
        if (NoteKey.Parse(text) is not { Type: NoteKeyType.Ed25519 } key)
            return "no key of a log (name+id+base64, Ed25519)";
        if (!keys.Add(KeyPart(text)))
            return "this key stands twice";
        logs.Add(key);
        return logs.Count > TrustedKeys.EachMax ? $"more than {TrustedKeys.EachMax} logs" : null;
    }

    string? Witness(string name, string text)
    {
        if (NoteKey.Parse(text) is not { Type: NoteKeyType.Cosignature } key)
            return "no key of a witness (name+id+base64, Ed25519 cosignatures)";
        if (!keys.Add(KeyPart(text)))
            return "this key stands twice";
        if (Taken(name) is { } wrong)
            return wrong;
        witnesses.Add(name, key);
        return witnesses.Count > TrustedKeys.EachMax ? $"more than {TrustedKeys.EachMax} witnesses" : null;
    }

    string? Group(string name, string threshold, string[] names)
    {
        if (Taken(name) is { } wrong)
            return wrong;
        foreach (var member in names)
        {
            if (!IsKnown(member))
                return $"\"{member}\" stands in no line above";
            if (!members.Add(member))
                return $"\"{member}\" is a member already";
        }
        var least = threshold switch
        {
            "any" => 1,
            "all" => names.Length,
            _ => int.TryParse(threshold, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && threshold[0] != '0' ? number : 0,
        };
        if (least < 1 || least > names.Length)
            return $"\"{threshold}\" is not any, all, or a number from 1 to {names.Length}";
        groups.Add(name, new TrustedGroup(least, names));
        return groups.Count > TrustedKeys.EachMax ? $"more than {TrustedKeys.EachMax} groups" : null;
    }

    string? Quorum(string name)
    {
        if (quorum is not null)
            return "a second line quorum";
        quorum = name;
        return name == TrustedKeys.NoQuorum || IsKnown(name) ? null : $"\"{name}\" stands in no line above";
    }

    bool IsKnown(string name) => witnesses.ContainsKey(name) || groups.ContainsKey(name);

    string? Taken(string name) => name == TrustedKeys.NoQuorum || IsKnown(name) ? $"the name \"{name}\" is taken" : null;

    /// <summary>Type and key: logs and witnesses have different types, so each kind is compared with its own.</summary>
    static string KeyPart(string text) => text.Split('+', 3)[2];
}
