namespace Gardu.Commands;

/// <summary>Files that the command line names; each throws <see cref="UsageException"/> where one cannot be read.</summary>
static class NamedFile
{
    public static byte[] Bytes(string path) => Open(path, File.ReadAllBytes);

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
