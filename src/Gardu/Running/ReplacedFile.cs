using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Gardu.Running;

/// <summary>
/// Takes the place of a file in one step: the new one is written beside it, and moved there whole. Links are followed; who may
/// read it and whose it is stay as they are, so that a gate under its own account can still read what root has changed.
/// </summary>
static class ReplacedFile
{
    const int CurrentFolder = -100;
    const uint OwnerAndGroup = 0x18; // STATX_UID | STATX_GID
    const int StatBytes = 256;
    const int OwnerAt = 20; // the layout is the same on every machine: statx(2)

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
                KeepRights(target, unfinished);
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

    [UnsupportedOSPlatform("windows")]
    static void KeepRights(string from, string to)
    {
        var wanted = OwnerOf(from);
        if (OwnerOf(to) != wanted && ChangeOwner(to, wanted.User, wanted.Group) != 0)
            throw new UnauthorizedAccessException($"{from} belongs to another account, and would not any more; run this under that account or as root");
        File.SetUnixFileMode(to, File.GetUnixFileMode(from));
    }

    static (uint User, uint Group) OwnerOf(string path)
    {
        var found = new byte[StatBytes];
        try
        {
            if (Stat(CurrentFolder, path, 0, OwnerAndGroup, found) != 0)
                throw new IOException($"cannot tell whose {path} is");
        }
        catch (EntryPointNotFoundException missing) // a C library without statx(2)
        {
            throw new IOException($"cannot tell whose {path} is on this system", missing);
        }
        return (MemoryMarshal.Read<uint>(found.AsSpan(OwnerAt)), MemoryMarshal.Read<uint>(found.AsSpan(OwnerAt + sizeof(uint))));
    }

    [DllImport("libc", EntryPoint = "statx")]
    static extern int Stat(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] into);

    [DllImport("libc", EntryPoint = "chown")]
    static extern int ChangeOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint owner, uint group);
}
