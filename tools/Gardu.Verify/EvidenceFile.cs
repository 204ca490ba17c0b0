namespace Gardu.Verify;

/// <summary>A file of one of the kinds that can be verified; see <see cref="Verification"/> for the order in which it is asked.</summary>
/// <param name="path">Where it is.</param>
/// <param name="report">What is found goes there.</param>
abstract class EvidenceFile(string path, Report report)
{
    /// <summary>What it is, in words.</summary>
    public abstract string Kind { get; }

    protected string Path => path;

    protected Report Report => report;

    /// <summary>Gives what others need before they are checked.</summary>
    public virtual void BringAlong(Body body)
    {
    }

    /// <summary>Checks what it says by itself.</summary>
    public virtual void Check(Body body)
    {
    }

    /// <summary>Says what shows only when every file was checked.</summary>
    public virtual void Conclude(Body body)
    {
    }

    /// <summary>The whole file; null, and a doubt, where it is longer than its format allows.</summary>
    protected byte[]? Read(int most)
    {
        using var stream = File.OpenRead(path);
        var octets = Limited.Read(stream, most + 1);
        if (octets.Length <= most)
            return octets;
        report.Doubt($"it is longer than the {most} octets that {Kind} has at the most");
        return null;
    }
}
