using System.CommandLine;
using Gardu.Store;

namespace Gardu.Commands.Keys;

/// <summary><c>gardu key revoke</c>: a running gate knows within a second.</summary>
static class RevokeKey
{
    public static Command Create(TimeProvider clock)
    {
        var id = new Argument<string>("KEY") { Description = "The key's id: key_ and 32 digits" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var data = new DataFolderOption();
        var command = new Command("revoke", "Revoke a key, from now on and for good") { id, json };
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            return CommandRun.Run("gardu key revoke", error, () =>
            {
                var database = data.Database(parsed);
                var credentials = Credentials.Open(database);
                var key = AddKey.Find(credentials, parsed.GetRequiredValue(id), database);
                var revoked = key.Revoked ?? clock.GetUtcNow();
                credentials.Revoke(key, revoked);
                if (parsed.GetValue(json))
                    CommandOutput.WriteJson(output, new { key.Id, Revoked = revoked });
                error.WriteLine(key.Revoked is null ? $"{key.Id} of {key.Licensee.Name} is revoked" : $"{key.Id} was revoked already");
                return ExitCode.Done;
            });
        });
        return command;
    }
}
