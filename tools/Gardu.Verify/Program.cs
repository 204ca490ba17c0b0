using Gardu.Protocols.Signatures;
using Gardu.Verify;

if (Options.Parse(args, out var error) is not { } options)
{
    Console.Error.WriteLine($"gardu-verify: {error}\n\n{Options.Usage}");
    return ExitCode.Usage;
}
if (options.Answer is { } answer)
{
    Console.Out.WriteLine(answer);
    return ExitCode.Verified;
}
try
{
    _ = VerificationKey.OfEd25519(new byte[32]);
}
catch (PlatformNotSupportedException)
{
    Console.Error.WriteLine("gardu-verify: libsodium.so, which has to lie beside the program, is missing or of another kind of machine; nothing was verified");
    return ExitCode.Unread;
}
var trust = new Trust();
if (options.Keys is { } path && trust.BelieveOnly(path) is { } wrong)
{
    Console.Error.WriteLine($"gardu-verify: {path}: {wrong}");
    return ExitCode.Unread;
}
var reports = Verification.Of(options.Files, trust);
if (reports.All(report => report is { Kind: KeysFile.Name, DoubtCount: 0 }))
{
    Console.Error.WriteLine("gardu-verify: these are keys alone; give a receipt, a checkpoint, an export, a statement or a case to verify with them");
    return ExitCode.Usage;
}
foreach (var report in reports.Where(report => report.Unread is not null))
    Console.Error.WriteLine($"gardu-verify: {Shown.Of(report.File)}: {report.Unread}");
if (options.IsJson)
    JsonAnswer.Write(reports, Console.OpenStandardOutput());
else
    TextAnswer.Write(reports, Console.Out, isColoured: !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")));
return new Verdict(reports).ExitCode;
