using Gardu.Agents.Addresses;
using Gardu.Agents.Signatures;
using Gardu.Protocols.Signatures;
using Microsoft.Extensions.Time.Testing;
using static Gardu.Agents.Tests.Signatures.DirectoryServer;

namespace Gardu.Agents.Tests.Signatures;

/// <summary>Directories of a server on this machine, which answers as each test says.</summary>
public sealed class KeyDirectoriesTests : IDisposable
{
    static readonly AddressRange Loopback = AddressRange.TryParse("127.0.0.0/8", out var range) ? range : throw new FormatException();

    readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    readonly SigningKey key = SigningKey.Create();
    readonly SigningKey next = SigningKey.Create();
    readonly DirectoryServer server = new();
    readonly DirectoryFetch fetch;
    readonly KeyDirectories directories;

    public KeyDirectoriesTests()
    {
        fetch = new DirectoryFetch(() => [Loopback], clock);
        directories = new KeyDirectories(fetch, clock);
    }

    public void Dispose()
    {
        fetch.Dispose();
        server.Dispose();
        key.Dispose();
        next.Dispose();
    }

    SignatureAgent Agent(string name = "127.0.0.1") => AgentAt($"http://{name}:{server.Port}");

    static SignatureAgent AgentAt(string origin) =>
        new(SignatureAgentType.Directory, origin, new Uri(origin + KeyDirectory.Path));

    SignatureAgent Stranger(int number) => new(SignatureAgentType.JwksUri, $"http://127.0.0.1/{number}", new Uri($"http://127.0.0.1:{server.Port}/{number}"));

    async Task<string> Find(SignatureAgent? agent = null, SigningKey? wanted = null)
    {
        var (keys, failure) = await directories.FindAsync(agent ?? Agent(), (wanted ?? key).Thumbprint);
        return failure ?? (keys!.Find((wanted ?? key).Thumbprint) is null ? "no such key" : "found");
    }

    [Fact]
    public async Task Many_requests_wait_for_one_fetch_and_later_ones_for_none()
    {
        var release = new TaskCompletionSource();
        (server.Answer, server.Holding) = (() => Ok(Keys(key)), release.Task);
        var waiting = Enumerable.Range(0, 50).Select(_ => Find()).ToArray();
        release.SetResult();
        Assert.All(await Task.WhenAll(waiting), found => Assert.Equal("found", found));
        Assert.Equal("found", await Find());
        Assert.Equal(1, server.Asked);
    }

    [Fact]
    public async Task Keys_count_for_as_long_as_their_server_says_and_outlive_its_failures()
    {
        server.Answer = () => Ok(Keys(key), "Cache-Control: max-age=600\r\n");
        Assert.Equal("found", await Find());
        clock.Advance(TimeSpan.FromSeconds(599));
        Assert.Equal(("found", 1), (await Find(), server.Asked));
        server.Answer = () => "HTTP/1.1 500 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(("found", 2), (await Find(), server.Asked));
        Assert.Equal(("found", 2), (await Find(), server.Asked)); // a failed fetch is not repeated at once
        clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal("answered 500", await Find());
    }

    [Fact]
    public async Task A_key_that_the_directory_drops_is_dead_and_a_new_one_is_looked_for_after_a_minute()
    {
        server.Answer = () => Ok(Keys(key));
        Assert.Equal("found", await Find());
        server.Answer = () => Ok(Keys(next));
        Assert.Equal(("no such key", 1), (await Find(wanted: next), server.Asked));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(("found", 2), (await Find(wanted: next), server.Asked));
        Assert.Equal("no such key", await Find());
    }

    [Theory]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "answered 302")]
    [InlineData("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "answered 404")]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\n{]}", "is none: ")]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}", "is none: ")]
    [InlineData("nonsense\r\n\r\n", "could not be reached")]
    [InlineData("", "could not be reached")]
    public async Task What_is_no_directory_is_said_and_not_asked_for_again_for_a_while(string answer, string said)
    {
        server.Answer = () => answer;
        Assert.StartsWith(said, await Find(), StringComparison.Ordinal);
        Assert.StartsWith(said, await Find(), StringComparison.Ordinal);
        Assert.Equal(1, server.Asked);
        clock.Advance(TimeSpan.FromMinutes(1));
        await Find();
        Assert.Equal(2, server.Asked);
    }

    [Fact]
    public async Task What_is_too_large_is_not_read()
    {
        server.Answer = () => $"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {KeySet.BytesMax + 1}\r\n\r\n{new string(' ', KeySet.BytesMax + 1)}";
        Assert.Equal("is larger than 64 KiB", await Find());
    }

    [Fact]
    public async Task One_that_never_ends_is_given_up_while_nobody_waits_longer_than_half_a_second()
    {
        var never = new TaskCompletionSource();
        server.Holding = never.Task;
        var first = Find();
        await Eventually(() => server.Asked == 1);
        clock.Advance(KeyDirectories.Wait);
        Assert.Equal("could not be had in time; try again", await first);
        clock.Advance(TimeSpan.FromSeconds(5));
        await Eventually(() =>
        {
            var again = Find();
            clock.Advance(KeyDirectories.Wait);
            return again.IsCompletedSuccessfully && again.GetAwaiter().GetResult() == "gave no whole answer within 5 seconds";
        });
        never.SetResult();
    }

    [Fact]
    public async Task Strangers_get_so_many_fetches_in_a_second_and_never_those_of_agents_that_are_known()
    {
        server.Answer = () => Ok(Keys(key), "Cache-Control: max-age=60\r\n");
        Assert.Equal("found", await Find());
        clock.Advance(TimeSpan.FromMinutes(2));
        server.Answer = () => "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        for (var i = 0; i < 100; i++)
            await Find(Stranger(i));
        Assert.Equal(1 + KeyDirectories.StrangersPerSecond, server.Asked);
        server.Answer = () => Ok(Keys(key, next));
        Assert.Equal("found", await Find(wanted: next));
        Assert.Equal("was not asked for, since too many are; try again", await Find(Stranger(1000)));
        Assert.NotNull((await directories.FindAsync(Stranger(1000), key.Thumbprint, isExpected: true)).Keys);
        clock.Advance(TimeSpan.FromSeconds(1));
        for (var i = 100; i < 200; i++)
            await Find(Stranger(i));
        Assert.Equal(3 + 2 * KeyDirectories.StrangersPerSecond, server.Asked);
    }

    [Theory]
    [InlineData("https://localhost")]
    [InlineData("http://10.0.0.1")]
    [InlineData("https://169.254.169.254")]
    [InlineData("https://[::1]")]
    [InlineData("https://[::ffff:127.0.0.1]")]
    public async Task No_private_address_is_connected_to(string origin)
    {
        using var closed = new DirectoryFetch(() => [], clock);
        var (_, failure) = await new KeyDirectories(closed, clock).FindAsync(AgentAt(origin), key.Thumbprint);
        Assert.Equal("has no public address", failure);
    }

    [Fact]
    public async Task A_card_gives_its_keys_or_says_where_they_are()
    {
        var url = $"http://127.0.0.1:{server.Port}/card.json";
        var card = new SignatureAgent(SignatureAgentType.Card, url, new Uri(url));
        server.Answer = () => Ok($$"""{"client_id":"{{url}}","jwks":{{Keys(key)}}}""");
        Assert.Equal("found", await Find(card));
        clock.Advance(TimeSpan.FromDays(10));
        server.Answer = () => Ok(server.Asked % 2 == 0 ? $$"""{"client_id":"{{url}}","jwks_uri":"http://127.0.0.1:{{server.Port}}/keys"}""" : Keys(next));
        Assert.Equal("found", await Find(card, next));
        Assert.Equal(3, server.Asked);
        clock.Advance(TimeSpan.FromDays(10));
        server.Answer = () => Ok("""{"client_id":"https://other.example/card.json"}""");
        Assert.StartsWith("is no agent card: ", await Find(card), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_makes_a_directory_fail_by_asking_for_it_as_a_card_or_for_a_card_by_another_spelling()
    {
        server.Answer = () => Ok(Keys(key));
        var asCard = new SignatureAgent(SignatureAgentType.Card, Agent().Identifier, Agent().FetchUrl);
        Assert.StartsWith("is no agent card: ", await Find(asCard), StringComparison.Ordinal);
        Assert.Equal("found", await Find());

        var url = $"http://127.0.0.1:{server.Port}/card.json";
        server.Answer = () => Ok($$"""{"client_id":"{{url}}","jwks":{{Keys(key)}}}""");
        var misspelt = new SignatureAgent(SignatureAgentType.Card, url, new Uri(url.Replace("card", "%63ard", StringComparison.Ordinal)));
        Assert.StartsWith("is no agent card: ", await Find(misspelt), StringComparison.Ordinal);
        Assert.Equal("found", await Find(new SignatureAgent(SignatureAgentType.Card, url, new Uri(url))));
    }

    [Fact]
    public async Task Whoever_had_keys_once_and_is_slow_now_takes_nothing_from_the_agents_of_the_catalogue()
    {
        server.Answer = () => Ok(Keys(key), "Cache-Control: max-age=60\r\n");
        for (var i = 0; i < 8; i++)
            Assert.Equal("found", await Find(Stranger(i)));
        clock.Advance(TimeSpan.FromMinutes(2));
        var never = new TaskCompletionSource();
        server.Holding = never.Task;
        for (var i = 0; i < 8; i++)
            _ = Find(Stranger(i));
        await Eventually(() => server.Asked == 10); // two connections to one server, the rest in line
        server.Holding = Task.CompletedTask;
        Assert.NotNull((await directories.FindAsync(Agent("localhost"), key.Thumbprint, isExpected: true)).Keys);
        never.SetResult();
    }

    /// <summary>Servers have pages that take long. Whoever names them as directories holds the connections to that server.</summary>
    [Fact]
    public async Task Slow_pages_of_an_agents_own_server_do_not_stand_before_its_directory()
    {
        server.Answer = () => Ok(Keys(key));
        var never = new TaskCompletionSource();
        server.Holding = never.Task;
        for (var i = 0; i < 4; i++)
            _ = Find(Stranger(i));
        await Eventually(() => server.Asked == 2);
        server.Holding = Task.CompletedTask;
        _ = Find(new SignatureAgent(SignatureAgentType.JwksUri, Agent().Identifier, Agent().FetchUrl)); // the directory itself, but in the strangers' line
        var (keys, _) = await directories.FindAsync(Agent(), key.Thumbprint, isExpected: true).AsTask().WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.NotNull(keys);
        never.SetResult();
    }

    static async Task Eventually(Func<bool> condition)
    {
        var patience = DateTime.UtcNow.AddSeconds(20);
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < patience, "it never happened");
            await Task.Yield();
        }
    }
}
