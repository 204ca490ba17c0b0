namespace Gardu.Agents.Feeds;

/// <summary>A list of addresses as it lies in a folder.</summary>
/// <param name="Bytes">The file's content.</param>
/// <param name="FileTime">The file's time.</param>
/// <param name="Feed">What the file says.</param>
sealed record FeedCopy(byte[] Bytes, DateTime FileTime, AddressFeed Feed)
{
    /// <summary>Reads a file of at most <see cref="FeedFile.BytesMax"/> bytes; whatever is wrong with it is an error in words.</summary>
    public static bool TryRead(string path, out FeedCopy? copy, out string? error)
    {
        copy = null;
        try
        {
            if (Directory.Exists(path))
            {
                error = "a folder, not a file";
                return false;
            }
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var fileTime = File.GetLastWriteTimeUtc(file.SafeFileHandle);
            var buffer = new byte[Math.Min(file.Length, FeedFile.BytesMax) + 1]; // the one more shows a file that is larger, or grows
            var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            var bytes = buffer[..length];
            if (length > FeedFile.BytesMax || length == buffer.Length)
                error = length > FeedFile.BytesMax ? FeedFile.TooLarge : "changes while it is read";
            else if (FeedFile.TryParse(Path.GetFileName(path), bytes, fileTime, out var feed, out error))
                copy = new FeedCopy(bytes, fileTime, feed!);
        }
        catch (FileNotFoundException)
        {
            error = "not there";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            error = failure.Message;
        }
        return copy is not null;
    }
}
