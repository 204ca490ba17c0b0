using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Gardu.Store;

/// <summary>
/// Whose files are. What root makes in a folder of another account is given to that account, so that a gate under its own account can read and replace
/// what a command of root has left.
/// </summary>
public static class FileOwner
{
    const int CurrentFolder = -100;
    const int Unfollowed = 0x100; // AT_SYMLINK_NOFOLLOW
    const uint OwnerAndGroup = 0x18; // STATX_UID | STATX_GID
    const int StatBytes = 256;
    const int OwnerAt = 20; // the layout is the same on every machine: statx(2)

    /// <summary>Makes a folder, and those above it that are missing; each belongs to whose the one above is.</summary>
    public static void MakeFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        if (Path.GetDirectoryName(path) is { Length: > 0 } above)
            MakeFolder(above);
        Directory.CreateDirectory(path);
        Inherit(path);
    }

    /// <summary>Gives what root has made to whose the folder above is; nothing for other accounts, and on Windows.</summary>
    public static void Inherit(string path)
    {
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess && Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Give(path, Of(folder));
    }

    /// <summary>Gives what root has put into a folder, however deep, to whose the folder is.</summary>
    public static void InheritAll(string folder)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return;
        var owner = Of(folder);
        foreach (var path in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories))
            Give(path, owner);
    }

    /// <summary>Gives a file the owner and the rights of another one.</summary>
    /// <exception cref="UnauthorizedAccessException">This account may not.</exception>
    [UnsupportedOSPlatform("windows")]
    public static void Copy(string from, string to)
    {
        Give(to, Of(from));
        File.SetUnixFileMode(to, File.GetUnixFileMode(from));
    }

    [UnsupportedOSPlatform("windows")]
    static void Give(string path, (uint User, uint Group) owner)
    {
        if (Of(path) != owner && ChangeOwner(path, owner.User, owner.Group) != 0)
            throw new UnauthorizedAccessException($"{path} belongs to another account, and would not any more; run this under that account or as root");
    }

    static (uint User, uint Group) Of(string path)
    {
        var found = new byte[StatBytes];
        try
        {
            if (Stat(CurrentFolder, path, Unfollowed, OwnerAndGroup, found) != 0)
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

    [DllImport("libc", EntryPoint = "lchown")]
    static extern int ChangeOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint owner, uint group);
}
