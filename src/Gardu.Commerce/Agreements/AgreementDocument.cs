using System.Security.Cryptography;
using System.Text;

namespace Gardu.Commerce.Agreements;

/// <summary>The text that licensees agree to.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Version">Which version of what is called so.</param>
/// <param name="Text">Every word of it, as it was shown.</param>
public sealed record AgreementDocument(string Title, string Version, string Text)
{
    /// <summary>Characters of a text at the most.</summary>
    public const int TextMax = 1_000_000;

    /// <summary>SHA-256 of the text in UTF-8, in lower-case hexadecimal digits.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
}
