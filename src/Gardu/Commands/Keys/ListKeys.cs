using System.CommandLine;
using System.Globalization;
using Gardu.Agents.Credentials;
using Gardu.Commands.Selling;
using Gardu.Terms;

namespace Gardu.Commands.Keys;

/// <summary><c>gardu key list</c>: every key but for its text, which nobody has.</summary>
static class ListKeys
{
    public static Command Create(TimeProvider clock)
    {
        var licensee = new Argument<string?>("LICENSEE") { Description = "Only keys of this licensee", Arity = ArgumentArity.ZeroOrOne };
        return new ShopCommand("list", "List keys", "GET /keys") { licensee }.Doing("gardu key list", clock, (parsed, shop) =>
        {
            var of = parsed.GetValue(licensee) is { } named ? shop.Account(named).Licensee.Id : null;
            var keys = shop.Credentials.Keys().Where(key => of is null || key.Licensee.Id == of).ToArray();
            return Answer.Of(keys.Select(key => new
            {
                key.Id, Licensee = key.Licensee.Id, StartsWith = KeySecret.Mark + key.Index, Purpose = key.Purpose?.Name(), key.Sites, key.Audits, State = State(key, shop.Now), key.Created, key.Expires, key.Revoked, key.LastUsed,
            }), output => Print(output, keys, shop.Now), keys.Length == 0 ? $"no keys yet in {shop.Database}; gardu key add LICENSEE makes one" : null);
        });
    }

    static void Print(TextWriter output, IReadOnlyList<IssuedKey> keys, DateTimeOffset now)
    {
        if (keys.Count == 0)
            return;
        var (console, table) = CommandOutput.StartTable(output, "id", "licensee", "starts with", "purpose", "sites", "state", "expires", "last used");
        foreach (var key in keys)
            table.AddTexts(key.Id, key.Licensee.Name, KeySecret.Mark + key.Index, $"{key.Purpose?.Name() ?? "strictest AI"}{(key.Audits ? ", audits" : "")}", key.Sites.Count == 0 ? "all" : string.Join(", ", key.Sites),
                State(key, now), Say(key.Expires, "never"), Say(key.LastUsed, "never"));
        console.Write(table);
    }

    static string State(IssuedKey key, DateTimeOffset now) => key.Revoked is not null ? "revoked" : key.IsInForceAt(now) ? "in force" : "expired";

    static string Say(DateTimeOffset? time, string without) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) ?? without;
}
