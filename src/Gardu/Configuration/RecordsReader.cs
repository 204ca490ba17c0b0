using Gardu.Commerce.Metering;
using Gardu.Terms.Yaml;

namespace Gardu.Configuration;

/// <summary>Reads <c>records:</c> of a site, where its JSON has the records that a price counts.</summary>
static class RecordsReader
{
    /// <summary>What counts them; null where nothing is said, or it cannot be read.</summary>
    public static RecordCounter? Read(YamlValue? value)
    {
        if (value?.AsMap() is not { } map)
            return null;
        var path = map.Require("at")?.As<RecordPath>(RecordPath.TryParse);
        var id = map.Take("id")?.As<RecordPath>(RecordPath.TryParse);
        map.RefuseOthers();
        if (path is null)
            return null;
        if (RecordCounter.TryCreate(path, id, out var counter, out var error))
            return counter;
        value.Complain(error!); // one of the two is set
        return null;
    }
}
