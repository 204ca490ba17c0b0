namespace ScanBench;

/// <summary>How much is made and measured.</summary>
/// <param name="Documents">Documents of the owner's collection.</param>
/// <param name="PlantedOctets">Other text with passages planted in it.</param>
/// <param name="SpeedOctets">Text that speed is measured on.</param>
/// <param name="Rounds">Rounds of what is timed.</param>
/// <param name="ControlFiles">Of the controls' files one in so many is read.</param>
sealed record Sizes(int Documents, long PlantedOctets, long SpeedOctets, int Rounds, int ControlFiles)
{
    public static Sizes Full { get; } = new(1_000_000, 5_000_000_000, 1_000_000_000, 5, 1);

    public static Sizes Quick { get; } = new(10_000, 100_000_000, 100_000_000, 3, 20);
}
