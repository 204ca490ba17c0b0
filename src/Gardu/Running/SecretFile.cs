using System.Security.Cryptography;
using System.Text;
using Gardu.Gate.Recording;
using Gardu.Store;

namespace Gardu.Running;

/// <summary>A secret of 32 random bytes in a file of the data folder, which nobody else may read.</summary>
static class SecretFile
{
    const int Length = 32;

    /// <summary>Reads it, making it where it is missing. Throws <see cref="IOException"/>, <see cref="UnauthorizedAccessException"/> or <see cref="StoreException"/>.</summary>
    public static byte[] ReadOrMake(string path)
    {
        if (!File.Exists(path))
            Make(path, RandomNumberGenerator.GetBytes(Length));
        return Read(path) ?? throw new IOException($"{path} was there and is not any more");
    }

    /// <summary>Reads it; null where it is missing. Throws as <see cref="ReadOrMake"/>.</summary>
    public static byte[]? Read(string path)
    {
        byte[] secret;
        try
        {
            secret = File.ReadAllBytes(path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        return secret.Length == Length ? secret : throw new StoreException($"{path} is no key of {Length} bytes; restore it from a backup, or remove it to have a new one made", isCorrupt: true);
    }

    /// <summary>The same of a secret that programs read too: its bytes in hexadecimal digits, on a line. Throws as <see cref="ReadOrMake"/>.</summary>
    public static string ReadOrMakeText(string path)
    {
        if (!File.Exists(path))
            Make(path, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Length)) + "\n"));
        var text = File.ReadAllText(path).Trim();
        return text.Length == 2 * Length && text.All(char.IsAsciiHexDigitLower) ? text : throw new StoreException($"{path} is no secret of {2 * Length} hexadecimal digits; remove it to have a new one made", isCorrupt: true);
    }

    /// <summary>Made beside its place and moved there whole, so that no crash leaves half a secret.</summary>
    static void Make(string path, byte[] secret)
    {
        FileOwner.MakeFolder(Path.GetDirectoryName(path)!); // a file has a folder
        var unfinished = $"{path}.{Guid.CreateVersion7():n}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(unfinished, options))
        {
            file.Write(secret);
            file.Flush(flushToDisk: true);
        }
        FileOwner.Inherit(unfinished);
        File.Move(unfinished, path);
    }
}
