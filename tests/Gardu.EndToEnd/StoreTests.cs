using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Gardu.Testing.Live;
using Microsoft.Data.Sqlite;

namespace Gardu.EndToEnd;

public sealed class StoreTests : IDisposable
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    readonly Scratch scratch = new();

    string Database => scratch.PathOf("gardu-data/gardu.db");

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_something_unavailable()
    {
        scratch.Write("gardu-data", "a file in its place");
        Assert.Contains("gardu-data", await EndsWith(3), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public async Task A_damaged_database_serves_nothing(int page)
    {
        await Record(2_000);
        using (var file = new FileStream(Database, FileMode.Open, FileAccess.Write))
        {
            Assert.InRange((page + 1) * 4096, 1, file.Length);
            file.Position = page * 4096;
            file.Write(Enumerable.Repeat((byte)0x5A, 4096).ToArray());
        }
        var said = await EndsWith(4);
        Assert.Contains("is damaged", said, StringComparison.Ordinal);
        Assert.Contains("restore", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_of_a_newer_program_is_left_alone()
    {
        await Record(1);
        using (var connection = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version=999";
            command.ExecuteNonQuery();
        }
        var before = await File.ReadAllBytesAsync(Database, Stop);
        Assert.Contains("written by a newer version of gardu", await EndsWith(3), StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Database, Stop));
    }

    [Fact]
    public async Task A_key_that_is_none_is_damage()
    {
        Directory.CreateDirectory(scratch.PathOf("gardu-data"));
        scratch.Write("gardu-data/address.key", "");
        await using var gardu = GarduProcess.Launch(scratch.Folder, ["up", "--config", scratch.Write("gardu.yaml", GarduProcess.FreePorts + "addresses: hashed\n" + Sites.Guarding(new Uri("http://127.0.0.1:9")))]);
        Assert.Equal(4, await gardu.Process.WaitForExit());
        Assert.Contains("address.key", gardu.Errors, StringComparison.Ordinal);
        Assert.Empty(gardu.Process.Output);
    }

    [Fact]
    public async Task A_data_folder_that_vanishes_stops_what_has_a_price()
    {
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url));
        using var buying = gardu.Client(Clients.ChatGptUser);
        using var operators = Clients.At(gardu.OperatorUrl, Clients.Browser);
        Assert.Equal(402, await buying.StatusOf("/"));
        Directory.Delete(scratch.PathOf("gardu-data"), recursive: true);
        await Eventually.True(async () => await buying.StatusOf("/") == 503, "nothing is sold unrecorded");
        Assert.Equal(503, await operators.StatusOf("/ready"));
    }

    [Fact]
    public async Task A_full_disk_at_the_start_is_something_unavailable()
    {
        await using var disk = await SmallDisk.Mount(scratch.PathOf("gardu-data"));
        disk.Fill();
        Assert.Contains("gardu-data", await EndsWith(3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_fills_up_stops_only_what_has_a_price_until_there_is_room_again()
    {
        await using var disk = await SmallDisk.Mount(scratch.PathOf("gardu-data"));
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url));
        using var person = gardu.Client(Clients.Browser);
        using var searching = gardu.Client(Clients.Googlebot);
        using var buying = gardu.Client(Clients.ChatGptUser);
        using var operators = Clients.At(gardu.OperatorUrl, Clients.Browser);
        var sent = 1;
        Assert.Equal(402, await buying.StatusOf("/"));
        disk.Fill();
        // What the log has room for is still taken, so records are sent until the disk is really full.
        await Eventually.True(
            async () =>
            {
                for (var i = 0; i < 50; i++, sent++)
                    Assert.Equal(200, await searching.StatusOf($"/{new string('x', 1500)}"));
                return await operators.StatusOf("/ready") == 503;
            },
            "the full disk shows");

        var reason = await operators.GetAsync("/ready", Stop);
        Assert.Contains("no room left", (await reason.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(200, await person.StatusOf("/"));
        Assert.Equal(200, await searching.StatusOf("/free"));
        using var refused = await buying.GetAsync("/", Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter?.Delta ?? TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        sent += 2;

        disk.Empty();
        await Eventually.True(async () => await operators.StatusOf("/ready") == 200, "it works again");
        Assert.Equal(402, await buying.StatusOf("/"));
        sent++;
        await Eventually.True(async () => (await gardu.Usage()).Count == sent, "nothing that came meanwhile was lost");
        await gardu.Stop();
    }

    /// <summary>Leaves a store with records behind.</summary>
    async Task Record(int count)
    {
        await using var origin = await Origin.Saying("hello");
        await using var gardu = await GarduProcess.Up(scratch, Sites.Guarding(origin.Url));
        using var training = gardu.Client(Clients.GptBot);
        for (var i = 0; i < count; i++)
            Assert.Equal(403, await training.StatusOf(string.Create(CultureInfo.InvariantCulture, $"/{i}")));
        await gardu.Stop();
    }

    /// <summary>Starts it on the data as it is, and insists that it ends by itself without serving; returns what it said.</summary>
    async Task<string> EndsWith(int code)
    {
        await using var gardu = GarduProcess.Launch(scratch.Folder,
            ["up", "--origin", "http://127.0.0.1:9", "--listen", "http://127.0.0.1:0", "--operator", "http://127.0.0.1:0"]);
        Assert.Equal(code, await gardu.Process.WaitForExit());
        Assert.Empty(gardu.Process.Output);
        return gardu.Errors;
    }

    public void Dispose() => scratch.Dispose();
}
