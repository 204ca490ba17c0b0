using Gardu.Store;

namespace Gardu.Running;

/// <summary>
/// Takes the place of a file in one step: the new one is written beside it, and moved there whole. Links are followed; who may
/// read it and whose it is stay as they are, so that a gate under its own account can still read what root has changed.
/// </summary>
static class ReplacedFile
{
    /// <summary>Writes it. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>, and then the old file stays.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var target = FollowedFile.At(path).FullName;
        File.Open(target, FileMode.Open, FileAccess.Write).Dispose(); // a file that may not be written may not be replaced either
        var unfinished = $"{target}.{Guid.CreateVersion7():n}";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(unfinished, options))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }
            if (!OperatingSystem.IsWindows())
                FileOwner.Copy(target, unfinished);
            File.Move(unfinished, target, overwrite: true);
        }
        catch (UnauthorizedAccessException refused) when (!File.Exists(unfinished))
        {
            throw new UnauthorizedAccessException($"nothing may be written into {Path.GetDirectoryName(target)}, where {Path.GetFileName(target)} has to be put in place whole", refused);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
