namespace Gardu.Commands;

/// <summary>Files that the command line names; each throws <see cref="UsageException"/> where one cannot be read.</summary>
static class NamedFile
{
    /// <summary>Largest file that is read whole, in bytes: more than any of them has to be.</summary>
    const int BytesMax = 64 * 1024 * 1024;

    public static byte[] Bytes(string path) => Open(path, found =>
    {
        using var file = File.OpenRead(found);
        using var bytes = new MemoryStream();
        var part = new byte[64 * 1024];
        while (file.Read(part) is var read and > 0)
        {
            bytes.Write(part, 0, read);
            if (bytes.Length > BytesMax)
                throw new IOException($"it is larger than {BytesMax / 1024 / 1024} MiB");
        }
        return bytes.ToArray();
    });

    public static string Text(string path) => Open(path, File.ReadAllText);

    /// <summary>Opens a file in any way; what prevents it becomes a message that names the file.</summary>
    public static T Open<T>(string path, Func<string, T> open)
    {
        try
        {
            return open(path);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read {path}: {(failed is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : failed.Message)}");
        }
    }
}
