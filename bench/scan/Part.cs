using System.Text.Json;

namespace ScanBench;

/// <summary>A figure that was asked for, and what it is.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Figure">What is measured.</param>
/// <param name="Asked">What was asked.</param>
/// <param name="Measured">What it is.</param>
/// <param name="IsReached">Whether that is as asked; null where it could not be measured here.</param>
sealed record Goal(string Id, string Figure, string Asked, string Measured, bool? IsReached);

/// <summary>What one part of the benchmark found, kept so that parts can be run apart.</summary>
/// <param name="Machine">What it was measured on, and when.</param>
/// <param name="Text">Its section of the page.</param>
/// <param name="Goals">Its goals.</param>
sealed record Part(string Machine, string Text, IReadOnlyList<Goal> Goals)
{
    public void Keep(string folder, string name) => File.WriteAllText(FileOf(folder, name), JsonSerializer.Serialize(this));

    public static Part? Kept(string folder, string name) => File.Exists(FileOf(folder, name)) ? JsonSerializer.Deserialize<Part>(File.ReadAllText(FileOf(folder, name))) : null;

    static string FileOf(string folder, string name) => Path.Combine(folder, name + ".json");
}
