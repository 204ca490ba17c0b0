using System.CommandLine;
using System.Globalization;
using Gardu.Agents.Credentials;
using Gardu.Store;
using Gardu.Terms;

namespace Gardu.Commands.Keys;

/// <summary><c>gardu key list</c>: every key but for its text, which nobody has.</summary>
static class ListKeys
{
    public static Command Create(TimeProvider clock)
    {
        var licensee = new Argument<string?>("LICENSEE") { Description = "Only keys of this licensee", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var data = new DataFolderOption();
        var command = new Command("list", "List keys") { licensee, json };
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            return CommandRun.Run("gardu key list", error, () =>
            {
                var database = data.Database(parsed);
                var credentials = Credentials.Open(database);
                var of = parsed.GetValue(licensee)?.Trim();
                if (of is not null && credentials.Licensees().All(known => known.Id != of))
                    throw new UsageException($"no licensee {of}; gardu licensee list has them");
                var keys = credentials.Keys().Where(key => of is null || key.Licensee.Id == of).ToArray();
                if (parsed.GetValue(json))
                    CommandOutput.WriteJson(output, keys.Select(key => Json(key, clock.GetUtcNow())));
                else if (keys.Length > 0)
                    Print(output, keys, clock.GetUtcNow());
                else
                    error.WriteLine($"no keys yet in {database}; gardu key add LICENSEE makes one");
                return ExitCode.Done;
            });
        });
        return command;
    }

    static object Json(IssuedKey key, DateTimeOffset now) => new
    {
        key.Id,
        Licensee = key.Licensee.Id,
        StartsWith = KeySecret.Mark + key.Index,
        Purpose = key.Purpose?.Name(),
        key.Sites,
        key.Audits,
        State = State(key, now),
        key.Created,
        key.Expires,
        key.Revoked,
        key.LastUsed,
    };

    static void Print(TextWriter output, IReadOnlyList<IssuedKey> keys, DateTimeOffset now)
    {
        var (console, table) = CommandOutput.StartTable(output, "id", "licensee", "starts with", "purpose", "sites", "state", "expires", "last used");
        foreach (var key in keys)
            table.AddTexts(key.Id, key.Licensee.Name, KeySecret.Mark + key.Index, $"{key.Purpose?.Name() ?? "strictest AI"}{(key.Audits ? ", audits" : "")}", key.Sites.Count == 0 ? "all" : string.Join(", ", key.Sites),
                State(key, now), Say(key.Expires, "never"), Say(key.LastUsed, "never"));
        console.Write(table);
    }

    static string State(IssuedKey key, DateTimeOffset now) => key.Revoked is not null ? "revoked" : key.IsInForceAt(now) ? "in force" : "expired";

    static string Say(DateTimeOffset? time, string without) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) ?? without;
}
