using System.CommandLine;
using Gardu.Commerce.Licensees;
using Gardu.Configuration;
using Gardu.Store;
using Gardu.Store.Selling;
using Gardu.Terms.Values;

namespace Gardu.Commands.Selling;

/// <summary>What commands that sell work on: a database, beside a running gate or without one, and what the configuration says where there is one.</summary>
sealed class Shop(Database database, GarduConfiguration? configuration, ParseResult parsed, TimeProvider clock)
{
    public Database Database => database;

    public GarduConfiguration? Configuration => configuration;

    public Accounts Accounts { get; } = new(database);

    public Agreements Agreements { get; } = new(database);

    public Balances Balances { get; } = new(database);

    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    public TextWriter Output => parsed.InvocationConfiguration.Output;

    public TextWriter Error => parsed.InvocationConfiguration.Error;

    /// <summary>The plans, those of the configuration on record as they are defined now.</summary>
    public Plans Plans
    {
        get
        {
            if (field is null)
            {
                field = new Plans(database);
                field.Note(configuration?.Plans ?? [], Now);
            }
            return field;
        }
    }

    /// <summary>The account of a licensee.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public Account Account(string id) => Accounts.Find(id.Trim()) ?? throw new UsageException($"no licensee {id.Trim()} in {database}; gardu licensee list has them");

    /// <summary>An amount such as <c>25.00 USD</c>, more than nothing.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static Money Amount(string text) => AmountOrNothing(text) is { Micros: > 0 } amount ? amount : throw NoAmount(text);

    /// <summary>The same, where nothing will do.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static Money AmountOrNothing(string text) =>
        text.Trim().Split(' ') is [var number, var currency] && Money.TryParseMicros(number, out var micros) && Money.IsCurrency(currency) ? new Money(micros, currency) : throw NoAmount(text);

    static UsageException NoAmount(string text) => new($"\"{text}\" is not an amount such as \"25.00 USD\": digits, at most six of them behind a point, and a currency");
}

/// <summary>Runs commands that sell.</summary>
static class ShopCommandRun
{
    /// <summary>Sets what a command does.</summary>
    /// <param name="command">The command; gets <c>--json</c>, <c>--data</c> and <c>--config</c>.</param>
    /// <param name="name">As it is typed.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="work">Does it; told whether JSON is wanted. Returns the exit code.</param>
    public static Command Selling(this Command command, string name, TimeProvider clock, Func<ParseResult, Shop, bool, int> work)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON" };
        command.Options.Add(json);
        var data = new DataFolderOption();
        data.AddTo(command);
        command.SetAction(parsed => CommandRun.Run(name, parsed.InvocationConfiguration.Error, () =>
        {
            var configuration = data.ConfigurationUnlessFolderAlone(parsed);
            var database = data.Database(parsed, configuration);
            Credentials.Open(database); // makes the record where there is none yet
            return work(parsed, new Shop(database, configuration, parsed, clock), parsed.GetValue(json));
        }));
        return command;
    }
}
