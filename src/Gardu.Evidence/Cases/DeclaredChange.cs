using Gardu.Ledger.Entries;

namespace Gardu.Evidence.Cases;

/// <summary>A change of what a site says.</summary>
/// <param name="Index">Its place in the log.</param>
/// <param name="Time">From when on, by the log's own clock.</param>
/// <param name="Payload">What is said.</param>
sealed record DeclaredChange(long Index, DateTimeOffset Time, DeclarationPayload Payload)
{
    /// <summary>What is said, and by whom: a later change of the same takes its place.</summary>
    public (string Site, string Name) Key => (Payload.Site, Payload.Name);
}
