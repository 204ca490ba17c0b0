using System.Net.Http.Json;
using System.Text.Json;
using Gardu.Testing.Live;

namespace Gardu.Faults;

/// <summary>PostgreSQL goes away under a running gate, and comes back.</summary>
public sealed class PostgresTests : IDisposable
{
    readonly Scratch scratch = new();

    string[] Recorded { get; set; } = [];

    public static int Rounds => Needs.IsLong ? 8 : 1;

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task A_database_that_crashes_under_load_has_every_record_once_when_it_is_back()
    {
        await using var postgres = await PostgresServer.Start();
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await GarduProcess.Up(scratch, $$"""
            sites:
              - host: "*"
                origin: {{origin.Url.GetLeftPart(UriPartial.Authority)}}
                mode: enforce
                terms: [{path: /, search: allow, ai-input: 0.002 USD, ai-train: refuse}]

            """, new Dictionary<string, string> { ["GARDU__STORE"] = postgres.NewDatabase() });
        using var operators = Clients.At(gardu.OperatorUrl, Clients.Browser);
        using var buying = gardu.Client(Clients.ChatGptUser);
        for (var round = 1; round <= Rounds; round++)
        {
            string[] answered;
            await using (var load = new Load(gardu.Url))
            {
                await Eventually.True(() => load.Answers.Count > 500, "it is under load");
                await postgres.Crash();
                await Eventually.True(async () => await operators.StatusOf("/ready") == 503, "the gate notices");
                var reason = await (await operators.GetAsync("/ready", TestContext.Current.CancellationToken)).Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
                Assert.Contains("PostgreSQL", reason.GetProperty("reason").GetString(), StringComparison.Ordinal);
                Assert.Equal(503, await buying.StatusOf("/"));
                await postgres.Resume();
                await Eventually.True(async () => await operators.StatusOf("/ready") == 200, "it is back");
                answered = [.. load.Answers.Select(answer => answer.Request)];
            }
            // An answer that has been read may still be on its way into the record.
            await Eventually.True(async () => !answered.Except(Recorded = [.. (await gardu.Usage()).Select(record => record.Id)]).Any(), "every answer is on record");
            Assert.Equal(Recorded.Length, Recorded.Distinct().Count());
        }
        Assert.Equal(0, await Clients.Metric(gardu.OperatorUrl, "gardu_usage_lost_total"));
        await gardu.Stop();
        Assert.DoesNotContain(PostgresServer.Password, gardu.Process.Said, StringComparison.Ordinal);
    }
}
