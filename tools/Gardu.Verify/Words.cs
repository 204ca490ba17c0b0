using Gardu.Ledger.Entries;

namespace Gardu.Verify;

/// <summary>What the ledger's words mean.</summary>
static class Words
{
    public static string Of(EntryKind kind) => kind switch
    {
        EntryKind.Usage => "usage",
        EntryKind.Declaration => "declaration",
        EntryKind.Configuration => "configuration",
        EntryKind.Licensee => "licensee",
        EntryKind.Key => "key of a licensee",
        EntryKind.LogKey => "key of the log",
        EntryKind.Operator => "operator",
        EntryKind.Void => "charge taken back",
        EntryKind.Posting => "posting",
        EntryKind.Agreement => "agreement",
        EntryKind.Subscription => "plan of a licensee",
        _ => $"{(byte)kind}, which this program does not know",
    };

    public static string Of(UsagePayload usage) =>
        $"site {usage.Site}, {usage.Method} {usage.Path}, agent {usage.Agent ?? "unknown"}, purpose {usage.Purpose ?? "unknown"}, proof {usage.Proof}, decision {usage.Decision}, {usage.Bytes} bytes";

    /// <summary>What a proof rests on.</summary>
    public static string OfProof(string proof) => proof switch
    {
        "signed" => "a signature with the agent's key",
        "credential" => "a key that the licensee was given",
        "address" => "an address that the operator publishes",
        "dns" => "a name that leads back to the address",
        "claimed" => "nothing but what the request said of itself",
        "none" => "nothing at all, since it named no agent that is known",
        "spoofed" => "a name whose operator publishes proof, and which failed it",
        _ => "a word that this program does not know",
    };
}
