using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Gardu.Tidy;

/// <summary>The checkout, as the rules look at it.</summary>
static partial class Repository
{
    static readonly string[] NotOurs = ["artifacts", "node_modules", ".git", "gardu-data"];

    public static string Root { get; } = FindRoot();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static IEnumerable<string> Files(string pattern, string under = ".") =>
        Directory.EnumerateFiles(Path.Combine(Root, under), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(NotOurs.Contains))
            .Order(StringComparer.Ordinal);

    /// <summary>Folders of what ships.</summary>
    public static string[] Product { get; } = ["src", "tools"];

    public static IEnumerable<string> Sources(string project) => Files("*.cs", Path.GetDirectoryName(PathOf(project))!);

    /// <summary>Every source of what ships.</summary>
    public static IEnumerable<string> ProductSources => Product.SelectMany(folder => Files("*.cs", folder));

    /// <summary>The projects of the house.</summary>
    public static string[] Projects { get; } = [.. Files("*.csproj", "src").Select(path => Path.GetFileNameWithoutExtension(path))];

    /// <summary>Programs beside the house.</summary>
    public static string[] Tools { get; } = [.. Files("*.csproj", "tools").Select(path => Path.GetFileNameWithoutExtension(path))];

    public static string[] References(string project) =>
        [.. Project(project).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!))];

    public static string[] Packages(string project) =>
        [.. Project(project).Descendants("PackageReference").Select(reference => (string)reference.Attribute("Include")!)];

    public static string[] Frameworks(string project) =>
        [.. Project(project).Descendants("FrameworkReference").Select(reference => (string)reference.Attribute("Include")!)];

    /// <summary>Source text without comments and string contents, so that rules look at code alone.</summary>
    public static string CodeOf(string path) => CommentsAndStrings().Replace(Read(path), "");

    static XDocument Project(string project) => XDocument.Parse(Read(PathOf(project)));

    static string PathOf(string project) => $"{(Tools.Contains(project) ? "tools" : "src")}/{project}/{project}.csproj";

    static string FindRoot([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    [GeneratedRegex(""""//[^\n]*|/\*.*?\*/|\"{3}.*?\"{3}|["](\\.|[^"\\\n])*["]"""", RegexOptions.Singleline)]
    private static partial Regex CommentsAndStrings();
}
