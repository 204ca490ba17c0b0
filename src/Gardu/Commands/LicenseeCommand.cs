using System.CommandLine;
using System.Globalization;
using System.Net.Mail;
using Gardu.Agents.Credentials;
using Gardu.Commands.Selling;
using Gardu.Store;

namespace Gardu.Commands;

/// <summary><c>gardu licensee</c>: the accounts of buyers.</summary>
static class LicenseeCommand
{
    const int NameMax = 200;

    public static Command Create() => Create(TimeProvider.System);

    public static Command Create(TimeProvider clock) => new("licensee", "Keep the accounts of those you give keys to") { Add(clock), List(), LicenseeChanges.Show(clock), LicenseeChanges.Status(clock), LicenseeChanges.Members(clock), LicenseeChanges.Signers(clock) };

    static Command Add(TimeProvider clock)
    {
        var name = new Option<string>("--name") { Description = "What you call them", Required = true };
        var email = new Option<string?>("--email") { Description = "Where to write to" };
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var data = new DataFolderOption();
        var command = new Command("add", "Add a licensee") { name, email, json };
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            return CommandRun.Run("gardu licensee add", error, () =>
            {
                var database = data.Database(parsed);
                var called = parsed.GetRequiredValue(name).Trim();
                if (called.Length is 0 or > NameMax || called.Any(char.IsControl))
                    throw new UsageException($"a name is 1 to {NameMax} characters on one line");
                if (parsed.GetValue(email) is { } address && !MailAddress.TryCreate(address, out _))
                    throw new UsageException($"\"{address}\" is no mail address");
                var now = clock.GetUtcNow();
                var licensee = new Licensee(PrefixedId.New(Licensee.Prefix, now), called, parsed.GetValue(email), now);
                Credentials.Open(database).Add(licensee);
                if (parsed.GetValue(json))
                    CommandOutput.WriteJson(output, new { licensee.Id });
                else
                    output.WriteLine(licensee.Id);
                error.WriteLine($"{licensee.Name} is on record in {database}; gardu key add {licensee.Id} gives them a key");
                return ExitCode.Done;
            });
        });
        return command;
    }

    static Command List()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        var data = new DataFolderOption();
        var command = new Command("list", "List all licensees") { json };
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            return CommandRun.Run("gardu licensee list", error, () =>
            {
                var database = data.Database(parsed);
                var licensees = Credentials.Open(database).Licensees();
                if (parsed.GetValue(json))
                    CommandOutput.WriteJson(output, licensees);
                else if (licensees.Count > 0)
                    Print(output, licensees);
                else
                    error.WriteLine($"no licensees yet in {database}; gardu licensee add --name NAME adds one");
                return ExitCode.Done;
            });
        });
        return command;
    }

    static void Print(TextWriter output, IReadOnlyList<Licensee> licensees)
    {
        var (console, table) = CommandOutput.StartTable(output, "id", "name", "email", "since");
        foreach (var licensee in licensees)
            table.AddTexts(licensee.Id, licensee.Name, licensee.Email ?? "", licensee.Created.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        console.Write(table);
    }
}
