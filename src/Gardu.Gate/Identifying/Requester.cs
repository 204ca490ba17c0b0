using Gardu.Agents.Credentials;
using Gardu.Terms.Decisions;
using Gardu.Terms.Identities;

namespace Gardu.Gate.Identifying;

/// <summary>Who asks, and what is wrong with the proof that came along.</summary>
/// <param name="Identity">Who, as far as it is established; never a person where there is an objection.</param>
/// <param name="Objection">What keeps the request from passing whatever the path; null for nothing.</param>
/// <param name="IsSuspected">Whether it is a person by its user agent alone, and behaves like a machine.</param>
/// <param name="Key">The key that came along and holds; null for none.</param>
readonly record struct Requester(AgentIdentity Identity, Objection? Objection = null, bool IsSuspected = false, IssuedKey? Key = null);
