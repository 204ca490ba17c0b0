namespace Gardu.Testing.Live;

/// <summary>What a test cannot do without: skipped with a reason where it is missing, but under <c>CI=true</c> a failure.</summary>
public static class Needs
{
    // Debian keeps servers where an ordinary user's PATH does not look.
    static readonly string[] Folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/sbin"];

    /// <summary>True in the long form of the suite.</summary>
    public static bool IsLong => Environment.GetEnvironmentVariable("GARDU_LONG") == "1";

    /// <summary>The path of a program; the first that is there of several names, which may hold wildcards.</summary>
    public static string Program(params string[] names)
    {
        var path = names.SelectMany(name => Folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, name))).FirstOrDefault();
        if (path is null)
            Missing($"{names[0]} is not installed");
        return path!; // Missing does not return
    }

    /// <summary>A folder that a package brings.</summary>
    public static string Folder(string path)
    {
        if (!Directory.Exists(path))
            Missing($"there is no {path}");
        return path;
    }

    /// <summary>Skips, or under <c>CI=true</c> fails.</summary>
    public static void Missing(string reason)
    {
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"{reason}, and under CI=true everything has to be there");
        Assert.Skip(reason);
    }
}
