using Gardu.Commerce.Licensees;
using Gardu.Configuration;
using Gardu.Gate.Sites;
using Gardu.Store;
using Gardu.Store.Selling;
using Gardu.Terms.Values;

namespace Gardu.Commands.Selling;

/// <summary>What commands that sell work on: a database, beside a running gate or without one, and what the configuration says where there is one.</summary>
sealed class Shop(Database database, GarduConfiguration? configuration, DateTimeOffset now)
{
    public const int LineMax = 200;

    public Database Database => database;

    public GarduConfiguration? Configuration => configuration;

    public Credentials Credentials { get; } = Credentials.Open(database); // makes the record where there is none yet

    public Accounts Accounts { get; } = new(database);

    public Agreements Agreements { get; } = new(database);

    public Balances Balances { get; } = new(database);

    public DateTimeOffset Now => now;

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

    /// <summary>Whether the configuration defines a plan of that name; null where there is no configuration.</summary>
    public bool? IsOffered(string plan) => configuration?.Plans.Any(known => known.Name == plan);

    /// <summary>The account of a licensee.</summary>
    /// <exception cref="NotThereException">There is none.</exception>
    public Account Account(string id) => Accounts.Find(id.Trim()) ?? throw new NotThereException($"no licensee {id.Trim()} in {database}; gardu licensee list has them");

    /// <summary>An amount such as <c>25.00 USD</c>, more than nothing.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static Money Amount(string text) => AmountOrNothing(text) is { Micros: > 0 } amount ? amount : throw NoAmount(text);

    /// <summary>The same, where nothing will do.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static Money AmountOrNothing(string text) =>
        text.Trim().Split(' ') is [var number, var currency] && Money.TryParseMicros(number, out var micros) && Money.IsCurrency(currency) ? new Money(micros, currency) : throw NoAmount(text);

    /// <summary>A text of one line, such as a name.</summary>
    /// <exception cref="UsageException">It is empty, longer than <see cref="LineMax"/> characters, or more than a line.</exception>
    public static string Line(string text, string what) =>
        text.Trim() is { Length: > 0 and <= LineMax } line && !line.Any(char.IsControl) ? line : throw new UsageException($"{what} is 1 to {LineMax} characters on one line");

    /// <summary>A host of a site; without a configuration, one that a site may have.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public string HostOfSite(string text)
    {
        if (!Readers.Host(text, out var host, out var wrong))
            throw new UsageException(wrong!); // one of the two is set
        return configuration is null || new SiteDirectory(configuration.Sites).Find(host!) is not null ? host! : throw UsageException.NoSite(host, configuration.Sites.Select(site => site.Hosts));
    }

    static UsageException NoAmount(string text) => new($"\"{text.Trim()}\" is not an amount such as \"25.00 USD\": digits, at most six of them behind a point, and a currency");
}
