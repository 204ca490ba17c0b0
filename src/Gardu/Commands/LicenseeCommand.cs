using System.CommandLine;
using System.Globalization;
using System.Net.Mail;
using Gardu.Agents.Credentials;
using Gardu.Commands.Selling;

namespace Gardu.Commands;

/// <summary><c>gardu licensee</c>: the accounts of buyers.</summary>
static class LicenseeCommand
{
    public static Command Create(TimeProvider clock) => new("licensee", "Keep the accounts of those you give keys to") { Add(clock), List(clock), LicenseeChanges.Show(clock), LicenseeChanges.Status(clock), LicenseeChanges.Members(clock), LicenseeChanges.Signers(clock) };

    static Command Add(TimeProvider clock)
    {
        var name = new Option<string>("--name") { Description = "What you call them", Required = true };
        var email = new Option<string?>("--email") { Description = "Where to write to" };
        return new ShopCommand("add", "Add a licensee", "POST /licensees") { name, email }.Doing("gardu licensee add", clock, (parsed, shop) =>
        {
            if (parsed.GetValue(email) is { } address && !MailAddress.TryCreate(address, out _))
                throw new UsageException($"\"{address}\" is no mail address");
            var licensee = new Licensee(PrefixedId.New(Licensee.Prefix, shop.Now), Shop.Line(parsed.GetRequiredValue(name), "a name"), parsed.GetValue(email), shop.Now);
            shop.Credentials.Add(licensee);
            return Answer.Of(new { licensee.Id }, output => output.WriteLine(licensee.Id), $"{licensee.Name} is on record in {shop.Database}; gardu plan assign {licensee.Id} PLAN gives them a plan, and gardu key add {licensee.Id} then a key");
        });
    }

    static Command List(TimeProvider clock) => new ShopCommand("list", "List all licensees", "GET /licensees").Doing("gardu licensee list", clock, (_, shop) =>
    {
        var licensees = shop.Credentials.Licensees();
        return Answer.Of(licensees, output => Print(output, licensees), licensees.Count == 0 ? $"no licensees yet in {shop.Database}; gardu licensee add --name NAME adds one" : null);
    });

    static void Print(TextWriter output, IReadOnlyList<Licensee> licensees)
    {
        if (licensees.Count == 0)
            return;
        var (console, table) = CommandOutput.StartTable(output, "id", "name", "email", "since");
        foreach (var licensee in licensees)
            table.AddTexts(licensee.Id, licensee.Name, licensee.Email ?? "", licensee.Created.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        console.Write(table);
    }
}
