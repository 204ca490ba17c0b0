using Gardu.Terms.Identities;

namespace Gardu.Terms.Testing;

/// <summary>One expectation of a test file: who asks where, and what the terms are to say.</summary>
/// <param name="Line">Its line in the file, from 1.</param>
/// <param name="As">Who asks, as the file has it.</param>
/// <param name="Requester">Who that is.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Site">The host of the site; null where the configuration has one site only.</param>
/// <param name="Expect">A verdict's name, or a whole value of terms such as <c>0.002 USD</c>.</param>
/// <param name="Rule">The rule that must decide, as previews and records name it; null for any.</param>
public sealed record TermsTest(int Line, string As, AgentIdentity Requester, string Path, string? Site, string Expect, string? Rule);
