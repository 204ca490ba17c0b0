using System.Runtime.InteropServices;

namespace Gardu.Evidence.Scan.Indexing;

/// <summary>An anchor of a document, on its way into the table.</summary>
/// <param name="Fingerprint"><see cref="Anchors.FingerprintAt"/>.</param>
/// <param name="Document">The document's number.</param>
/// <param name="Place">Where in the document's normalised text, and its class in the two highest bits.</param>
/// <param name="Around"><see cref="Anchors.AroundAt"/>.</param>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
readonly record struct AnchorEntry(ulong Fingerprint, uint Document, uint Place, ushort Around) : IComparable<AnchorEntry>
{
    public int CompareTo(AnchorEntry other)
    {
        var order = Fingerprint.CompareTo(other.Fingerprint);
        if (order == 0)
            order = Document.CompareTo(other.Document);
        return order != 0 ? order : Place.CompareTo(other.Place);
    }
}
