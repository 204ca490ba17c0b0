namespace Gardu.Running;

/// <summary>Files behind links: what stands at the end is what is read, what changes, and what has to be replaced.</summary>
static class FollowedFile
{
    /// <summary>The file at the end of all links; the path itself where there is none, or where links lead nowhere.</summary>
    public static FileInfo At(string path)
    {
        var named = Path.GetFullPath(path); // of a link that is named relatively, the target would be looked for in the root folder
        try
        {
            return new FileInfo(File.ResolveLinkTarget(named, returnFinalTarget: true)?.FullName ?? named);
        }
        catch (IOException)
        {
            return new FileInfo(named);
        }
    }
}
