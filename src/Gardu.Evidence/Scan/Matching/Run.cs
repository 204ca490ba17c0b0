namespace Gardu.Evidence.Scan.Matching;

/// <summary>
/// A stretch of a document that stands in a text, word for word or nearly: it begins and ends with <see cref="Blocks.LengthMin"/> equal octets, and of any fifty words in a row at least 70 in a hundred are
/// equal, on both sides; of a shorter one, of all its words.
/// </summary>
/// <param name="InDocument">Its octets of the document's normalised text.</param>
/// <param name="InText">Its octets of the other normalised text.</param>
/// <param name="Equal">Words of the document that are equal, by their numbers, in order.</param>
/// <param name="EqualInText">Words of the other that are equal.</param>
sealed record Run(Range InDocument, Range InText, IReadOnlyList<int> Equal, IReadOnlyList<int> EqualInText);
