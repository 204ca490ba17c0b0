using System.IO.Enumeration;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>The files that somebody named: each once, in the order of the arguments and, within one, in the ordinal order of their paths.</summary>
/// <param name="Paths">Their paths; <see cref="StandardInput"/> for standard input.</param>
/// <param name="Problems">What was named and is not there, or cannot be looked into, in plain words.</param>
public sealed record CorpusFiles(IReadOnlyList<string> Paths, IReadOnlyList<string> Problems)
{
    /// <summary>How standard input is named.</summary>
    public const string StandardInput = "-";

    const string AnyFolders = "**";

    /// <summary>
    /// Finds the files of arguments: a file; a folder with all that it holds; a pattern in which <c>*</c> and <c>?</c> stand for letters of one name and <c>**</c> for any folders; standard input. Inside folders, what is hidden,
    /// what is no file (a socket, a device) and links to folders are left out. One file under two names is read under the first.
    /// </summary>
    public static CorpusFiles Find(IEnumerable<string> arguments)
    {
        var search = new Search();
        foreach (var argument in arguments)
            search.Add(argument);
        return new CorpusFiles(search.Paths, search.Problems);
    }

    sealed class Search
    {
        readonly HashSet<(ulong, ulong)> known = [];
        readonly List<string> found = [];

        public List<string> Paths { get; } = [];

        public List<string> Problems { get; } = [];

        public void Add(string argument)
        {
            if (argument == StandardInput)
            {
                if (!Paths.Contains(StandardInput))
                    Paths.Add(StandardInput);
                return;
            }
            var problems = Problems.Count;
            found.Clear();
            if (FileStatus.Of(argument) is { } status)
                AddNamed(argument, status);
            else if (argument.AsSpan().IndexOfAny('*', '?') >= 0)
                AddMatching(argument);
            else
                Problems.Add($"{argument}: there is no such file or folder, or it may not be read");
            if (found.Count == 0 && Problems.Count == problems)
                Problems.Add($"{argument}: {(Directory.Exists(argument) ? "the folder holds no file that is read" : "nothing is called so")}");
            found.Sort(StringComparer.Ordinal);
            foreach (var path in found)
            {
                if (FileStatus.Of(path) is { } file && known.Add((file.Device, file.Node)))
                    Paths.Add(path);
            }
        }

        void AddNamed(string path, FileStatus status)
        {
            if (status.IsFolder)
                AddFolder(path);
            else
                found.Add(path);
        }

        void AddFolder(string folder)
        {
            foreach (var path in Entries(folder))
                AddEntry(path);
        }

        void AddEntry(string path)
        {
            if (IsHidden(path) || FileStatus.Of(path) is not { } status)
                return;
            if (status.IsRegular)
                found.Add(path);
            else if (status.IsFolder && !IsLink(path))
                AddFolder(path);
        }

        void AddMatching(string pattern)
        {
            var parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
            var folder = pattern.StartsWith('/') ? "/" : "";
            var fixedParts = parts.TakeWhile(part => part.AsSpan().IndexOfAny('*', '?') < 0).ToArray();
            AddMatching(folder + string.Join('/', fixedParts), parts.AsSpan(fixedParts.Length));
        }

        void AddMatching(string folder, ReadOnlySpan<string> parts)
        {
            if (parts.IsEmpty)
            {
                AddEntry(folder);
                return;
            }
            if (parts[0] == AnyFolders && parts.Length > 1)
                AddMatching(folder, parts[1..]);
            foreach (var path in Entries(folder))
            {
                var name = Path.GetFileName(path);
                if (parts[0] == AnyFolders)
                {
                    if (parts.Length == 1)
                        AddEntry(path);
                    else if (!IsHidden(path) && Directory.Exists(path) && !IsLink(path))
                        AddMatching(path, parts);
                }
                else if (FileSystemName.MatchesSimpleExpression(parts[0], name, ignoreCase: false) && (!IsHidden(path) || parts[0].StartsWith('.')))
                {
                    if (parts.Length == 1)
                        AddEntry(path);
                    else if (Directory.Exists(path) && !IsLink(path))
                        AddMatching(path, parts[1..]);
                }
            }
        }

        string[] Entries(string folder)
        {
            try
            {
                var entries = Directory.GetFileSystemEntries(folder.Length == 0 ? "." : folder);
                return folder.Length == 0 ? [.. entries.Select(path => path[2..])] : entries;
            }
            catch (DirectoryNotFoundException)
            {
                return [];
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                Problems.Add($"{folder}: the folder cannot be looked into: {failure.Message}");
                return [];
            }
        }

        static bool IsHidden(string path) => Path.GetFileName(path.AsSpan()).StartsWith('.');

        static bool IsLink(string path) => File.ResolveLinkTarget(path, returnFinalTarget: false) is not null;
    }
}
