using System.Text;
using System.Text.Encodings.Web;

namespace ScanBench;

/// <summary>Strings as they stand in JSON.</summary>
static class Json
{
    /// <summary>The octets of a string between its quotes; letters as they are.</summary>
    public static byte[] Escaped(string text) => Encoding.UTF8.GetBytes(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text));
}
