using System.Collections.Concurrent;
using System.Diagnostics;
using Gardu.Testing.Live;

namespace Gardu.Faults;

/// <summary>Machines that ask as fast as they are answered, and remember the name and the moment of each answer.</summary>
sealed class Load : IAsyncDisposable
{
    const int ClientsAtOnce = 8;

    static readonly string[] UserAgents = [Clients.GptBot, Clients.Googlebot, Clients.ChatGptUser, Clients.Requests];

    readonly ConcurrentQueue<(string Request, long At)> answers = new();
    readonly CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    readonly Task[] clients;

    public Load(Uri gate) => clients = [.. Enumerable.Range(0, ClientsAtOnce).Select(number => Task.Run(() => AskOn(gate, UserAgents[number % UserAgents.Length])))];

    /// <summary>The <c>Gardu-Request</c> of each answer, and when it had been read to its end (ticks of <see cref="Stopwatch"/>).</summary>
    public IReadOnlyCollection<(string Request, long At)> Answers => answers;

    async Task AskOn(Uri gate, string userAgent)
    {
        using var client = Clients.At(gate, userAgent);
        for (var number = 0; !stopping.IsCancellationRequested; number++)
        {
            try
            {
                using var answer = await client.GetAsync($"/page/{number}", stopping.Token);
                answers.Enqueue((answer.Headers.GetValues("Gardu-Request").Single(), Stopwatch.GetTimestamp()));
            }
            catch (Exception broken) when (broken is HttpRequestException or OperationCanceledException)
            {
                return; // the gate has been killed, or the test is over
            }
        }
    }

    /// <summary>Waits until every client has noticed that nobody answers any more.</summary>
    public Task Over() => Task.WhenAll(clients);

    /// <summary>Ends it before the gate does.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(clients);
        stopping.Dispose();
    }
}
