using System.Runtime.CompilerServices;
using Gardu.Evidence.Scan.Normalising;
using Gardu.Testing.Live;

namespace Gardu.Evidence.Tests.Scan;

public sealed class NormalTableTests
{
    [Fact]
    public async Task The_table_is_the_one_that_its_maker_makes() =>
        Assert.Equal(Convert.ToHexStringLower(NormalTable.One.Sha256), await ExternalProcess.Run(Needs.Program("python3"), [Maker()], "/"));

    static string Maker([CallerFilePath] string here = "") => Path.GetFullPath("../../../src/Gardu.Evidence/Scan/Normalising/table.py", Path.GetDirectoryName(here)!);
}
