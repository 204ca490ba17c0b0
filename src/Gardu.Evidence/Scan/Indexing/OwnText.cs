namespace Gardu.Evidence.Scan.Indexing;

/// <summary>A document of the owner's on its way into an index.</summary>
/// <param name="Document">What is known of it; its hash is filled in by the builder.</param>
/// <param name="Text">Its text in UTF-8.</param>
public sealed record OwnText(OwnDocument Document, ReadOnlyMemory<byte> Text);
