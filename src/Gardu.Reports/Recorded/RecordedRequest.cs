using Gardu.Terms.Identities;

namespace Gardu.Reports.Recorded;

/// <summary>One machine request on record.</summary>
/// <param name="Time">When it was made.</param>
/// <param name="Site">The site's name: its first host.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query as sent.</param>
/// <param name="Identity">Who asked, as established when it was made.</param>
/// <param name="Status">HTTP status of the answer.</param>
/// <param name="Bytes">Bytes of the answer's body.</param>
public readonly record struct RecordedRequest(
    DateTimeOffset Time, string Site, string Method, string Path, AgentIdentity Identity, int Status, long Bytes);
