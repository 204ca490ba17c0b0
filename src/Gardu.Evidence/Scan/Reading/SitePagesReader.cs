using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Gardu.Evidence.Scan.Reading;

/// <summary>Pages of a site, one by one as they come, all of which are texts.</summary>
sealed class SitePagesReader(IEnumerable<SitePage> pages) : CorpusReader(null)
{
    long octets;

    public override long BytesUnpacked => octets;

    protected override IEnumerable<CorpusRecord> Records()
    {
        var number = -1L;
        foreach (var page in pages)
        {
            number++;
            var kind = page.Kind ?? throw new ArgumentException($"{page.Url} is no text", nameof(pages));
            octets += page.Octets.Length;
            KeepHead(JsonSerializer.SerializeToUtf8Bytes(page.Head, PageHeadJson.Default.PageHead));
            var content = MemoryMarshal.TryGetArray(page.Octets, out var array) ? array : page.Octets.ToArray();
            using var text = Charsets.AsUtf8(new ByteWindow(new MemoryStream(content.Array!, content.Offset, content.Count)), kind, Charsets.Parameter(Encoding.UTF8.GetBytes(page.ContentType))); // an array that there is
            if (text.Ensure(1))
            {
                foreach (var part in Parts(text, number, offset: 0, kind))
                    yield return part;
            }
        }
    }
}
