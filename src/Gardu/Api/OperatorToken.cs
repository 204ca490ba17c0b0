using System.Security.Cryptography;
using System.Text;
using Gardu.Running;
using Microsoft.AspNetCore.Http;

namespace Gardu.Api;

/// <summary>
/// What lets a program sell over HTTP: 64 hexadecimal digits in <c>operator.token</c> of the data folder, which nobody else may read. The operator's listener asks for no
/// password of who only looks; whoever moves money has to show that the files of this machine are open to them.
/// </summary>
sealed class OperatorToken
{
    /// <summary>Its file in the data folder.</summary>
    public const string FileName = "operator.token";

    const string Scheme = "Bearer ";

    readonly byte[] token;

    OperatorToken(byte[] token) => this.token = token;

    /// <summary>Reads it, making it where it is missing. Throws as <see cref="SecretFile.ReadOrMakeText"/>.</summary>
    public static OperatorToken ReadOrMake(string dataFolder) => new(Encoding.ASCII.GetBytes(SecretFile.ReadOrMakeText(Path.Combine(dataFolder, FileName))));

    /// <summary>Whether a request brings it (RFC 6750 section 2.1); how long that takes tells nothing.</summary>
    public bool IsIn(HttpRequest request)
    {
        var sent = request.Headers.Authorization.ToString();
        return sent.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent[Scheme.Length..].Trim()), token);
    }
}
