using System.Net.Http.Json;
using System.Text.Json;

namespace Gardu.Testing.Live;

/// <summary>A record as <c>/api/v1/usage</c> shows it; of its fields those that tests look at.</summary>
public sealed record UsageEntry(
    string Id, string Method, string Path, string Agent, string Proof, string? Grounds, string? Detail, string Address, string Decision, string Reason, string Mode, int Status, long Bytes)
{
    sealed record Page(IReadOnlyList<UsageEntry> Records, string Next);

    public static async Task<IReadOnlyList<UsageEntry>> ReadAll(Uri operatorUrl)
    {
        using var client = new HttpClient { BaseAddress = operatorUrl };
        var all = new List<UsageEntry>();
        var next = "";
        while (true)
        {
            var page = await client.GetFromJsonAsync<Page>($"/api/v1/usage?limit=1000&after={next}", JsonSerializerOptions.Web, TestContext.Current.CancellationToken);
            if (page!.Records.Count == 0)
                return all;
            all.AddRange(page.Records);
            next = page.Next;
        }
    }
}
