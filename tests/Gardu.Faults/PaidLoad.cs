using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Gardu.Testing.Live;

namespace Gardu.Faults;

/// <summary>What a client was answered that wanted to buy something.</summary>
/// <param name="Path">What.</param>
/// <param name="Asked">When it began to ask (ticks of <see cref="Stopwatch"/>).</param>
/// <param name="Status">The status.</param>
/// <param name="Charge">The charge that it was given under; null where it was refused.</param>
/// <param name="IsFree">Whether it had been paid before.</param>
/// <param name="RetryAfter">How long it was told to wait; null where it was not told.</param>
/// <param name="Gate">Who answered.</param>
sealed record Answered(string Path, long Asked, HttpStatusCode Status, string? Charge, bool IsFree, TimeSpan? RetryAfter, Uri Gate);

/// <summary>
/// Clients of one licensee, each buying one thing after the other that nobody has bought, and first what was asked for before and not answered, or was answered with 503; of
/// the latter every other one, the rest being given up. What they were answered is remembered beyond the gates that they ask.
/// </summary>
sealed class PaidLoad(string key)
{
    const int Clients = 8;

    /// <summary>How long a client that was refused waits; much less than it was told to.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(50);

    readonly ConcurrentQueue<Answered> answers = new();
    readonly ConcurrentQueue<string> unanswered = new();
    int asked;

    /// <summary>All that was answered.</summary>
    public IReadOnlyCollection<Answered> Answers => answers;

    /// <summary>What was given.</summary>
    public IEnumerable<Answered> Received => answers.Where(answer => answer.Charge is not null);

    /// <summary>What was refused.</summary>
    public IEnumerable<Answered> Refused => answers.Where(answer => answer.Charge is null);

    /// <summary>Buys from gates until they are gone, or until it is disposed of.</summary>
    public Buying From(params GarduProcess[] gates) => new(this, gates);

    /// <summary>Waits until so many more have been given.</summary>
    public Task Sells(int count = 200)
    {
        var before = Received.Count();
        return Eventually.True(() => Received.Count() >= before + count, "it sells");
    }

    /// <summary>Asks for what the clients have not come to ask for again.</summary>
    public async Task Retry(GarduProcess gate)
    {
        using var client = ClientOf(gate);
        var patience = Stopwatch.StartNew();
        while (unanswered.TryDequeue(out var path))
        {
            await Ask(client, path);
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(60), $"{path} is not given though nothing is wrong any more");
        }
    }

    /// <summary>Asks again for what was given, some of it; each is free, and under the same charge.</summary>
    public async Task AskAgain(GarduProcess gate, int count)
    {
        using var client = ClientOf(gate);
        foreach (var before in Received.DistinctBy(answer => answer.Path).TakeLast(count).ToArray())
        {
            Assert.True(await Ask(client, before.Path), $"{before.Path} is not answered though nothing is wrong any more");
            var again = answers.Last(answer => answer.Path == before.Path);
            Assert.Equal((HttpStatusCode.OK, before.Charge, true), (again.Status, again.Charge, again.IsFree));
        }
    }

    HttpClient ClientOf(GarduProcess gate)
    {
        var client = gate.Client("AcmeFetch/1.0");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Asks for one thing; false where nobody answers.</summary>
    async Task<bool> Ask(HttpClient client, string path)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await client.GetAsync(path, CancellationToken.None);
            var isGiven = answer.StatusCode == HttpStatusCode.OK;
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && path[^1] % 2 == 0)
                unanswered.Enqueue(path);
            if (!isGiven)
                await Task.Delay(Patience, CancellationToken.None);
            answers.Enqueue(new Answered(path, begun, answer.StatusCode, isGiven ? answer.Headers.GetValues("Gardu-Charge").Single() : null,
                isGiven && answer.Headers.GetValues("crawler-charged").Single() == "USD 0", answer.Headers.RetryAfter?.Delta, client.BaseAddress!)); // every client has one
            return true;
        }
        catch (HttpRequestException)
        {
            unanswered.Enqueue(path);
            return false;
        }
    }

    /// <summary>The clients while they buy.</summary>
    internal sealed class Buying : IAsyncDisposable
    {
        readonly PaidLoad load;
        readonly CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        readonly Task[] clients;

        public Buying(PaidLoad load, GarduProcess[] gates)
        {
            this.load = load;
            clients = [.. gates.SelectMany(gate => Enumerable.Range(0, Clients).Select(_ => Task.Run(() => Buy(gate))))];
        }

        async Task Buy(GarduProcess gate)
        {
            using var client = load.ClientOf(gate);
            while (!stopping.IsCancellationRequested
                && await load.Ask(client, load.unanswered.TryDequeue(out var again) ? again : string.Create(CultureInfo.InvariantCulture, $"/article/{Interlocked.Increment(ref load.asked)}")))
            {
            }
        }

        /// <summary>Waits until every client has noticed that nobody answers any more.</summary>
        public Task Over() => Task.WhenAll(clients);

        /// <summary>Ends it before the gate does; every request that is under way is answered first.</summary>
        public async ValueTask DisposeAsync()
        {
            await stopping.CancelAsync();
            await Task.WhenAll(clients);
            stopping.Dispose();
        }
    }
}
