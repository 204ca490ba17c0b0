using System.Globalization;
using System.Text.Json.Serialization;

namespace Platform;

/// <summary>A post, as X's API names its parts.</summary>
sealed record Post(string Id, string AuthorId, DateTimeOffset CreatedAt, string Text);

/// <summary>All posts of the platform: the same ones whenever it starts, the last written first.</summary>
static class Posts
{
    public const int Count = 20_000;

    const int PageDefault = 10;
    const int PageMin = 10;
    const int PageMax = 100;
    const int IdsMax = 100;

    const long FirstId = 1_900_000_000_000_000_000;

    static readonly DateTimeOffset Newest = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    static readonly string[] Who = ["the ferry", "our harbour", "a neighbour", "the night bus", "my sister's bakery", "the old library", "this year's rain", "the market", "a stray cat", "the choir"];
    static readonly string[] Did = ["was late again", "opens at six now", "taught me patience", "made the whole street smile", "is worth the walk", "deserves better lights", "changed its colours", "runs on goodwill"];
    static readonly string[] Then = ["and nobody minded", "so bring an umbrella", "as my grandmother used to say", "which is all I ask", "and I have the photos to prove it", "before the kettle boiled", "and tomorrow we try once more"];

    static Post At(int number) => new(
        (FirstId + number).ToString(CultureInfo.InvariantCulture), Users.IdOf(number), Newest - TimeSpan.FromMinutes(7 * (Count - number)),
        $"{Who[number % Who.Length]} {Did[number / 3 % Did.Length]} {Then[number / 7 % Then.Length]} #{number}");

    /// <summary>Posts by their ids; null where those cannot be read.</summary>
    public static Page<Post>? ByIds(string? ids)
    {
        if (ids?.Split(',') is not { Length: <= IdsMax } wanted)
            return null;
        var found = new List<Post>();
        foreach (var text in wanted)
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                return null;
            else if (id - FirstId is >= 0 and < Count and var number)
                found.Add(At((int)number));
        return new Page<Post>(found, new PageMeta(found.Count, null));
    }

    /// <summary>Posts with a word in them, a page at a time; null where the question cannot be read.</summary>
    public static Page<Post>? Search(string? query, string? size, string? next)
    {
        var begin = Count - 1;
        var most = PageDefault;
        if (string.IsNullOrWhiteSpace(query)
            || (size is not null && (!int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < PageMin or > PageMax))
            || (next is not null && (!int.TryParse(next, NumberStyles.None, CultureInfo.InvariantCulture, out begin) || begin >= Count)))
            return null;
        var found = new List<Post>();
        var number = begin;
        for (; number >= 0 && found.Count < most; number--)
            if (At(number) is var post && post.Text.Contains(query, StringComparison.OrdinalIgnoreCase))
                found.Add(post);
        return new Page<Post>(found, new PageMeta(found.Count, number < 0 ? null : number.ToString(CultureInfo.InvariantCulture)));
    }
}

/// <summary>Who writes there.</summary>
sealed record User(string Id, string Username, string Name);

/// <summary>All of them.</summary>
static class Users
{
    static readonly string[] Names = ["ana", "budi", "chen", "dewi", "emil", "fatma", "goran", "hana", "ines", "joko"];

    public static string IdOf(int post) => (100 + post % Names.Length).ToString(CultureInfo.InvariantCulture);

    /// <summary>Users by their names; null where none are named.</summary>
    public static Page<User>? ByNames(string? names)
    {
        if (string.IsNullOrWhiteSpace(names))
            return null;
        var found = names.Split(',').Select(name => Array.IndexOf(Names, name)).Where(at => at >= 0).Select(at => new User(IdOf(at), Names[at], char.ToUpperInvariant(Names[at][0]) + Names[at][1..])).ToArray();
        return new Page<User>(found, new PageMeta(found.Length, null));
    }
}

/// <summary>A page of an answer.</summary>
sealed record Page<T>(IReadOnlyList<T> Data, PageMeta Meta);

/// <summary>How many there are in it, and where the next begins; null where there is none.</summary>
sealed record PageMeta(int ResultCount, string? NextToken);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Page<Post>))]
[JsonSerializable(typeof(Page<User>))]
sealed partial class PlatformJson : JsonSerializerContext;
