using System.CommandLine;
using System.CommandLine.Invocation;
using Gardu.Commands;
using Gardu.Commands.Ledger;
using Gardu.Commands.Selling;

var root = new RootCommand("The booth between your content and the machines that want it.");
root.Options.OfType<VersionOption>().Single().Action = new NameAndVersion();
root.Subcommands.Add(UpCommand.Create());
root.Subcommands.Add(ReportCommand.Create());
root.Subcommands.Add(ReplayCommand.Create());
root.Subcommands.Add(BackupCommands.CreateBackup());
root.Subcommands.Add(BackupCommands.CreateRestore());
root.Subcommands.Add(AgentsCommand.Create());
root.Subcommands.Add(LicenseeCommand.Create(TimeProvider.System));
root.Subcommands.Add(KeyCommand.Create(TimeProvider.System));
root.Subcommands.Add(AgreementCommand.Create(TimeProvider.System));
root.Subcommands.Add(PlanCommand.Create(TimeProvider.System));
root.Subcommands.Add(CreditCommand.Create(TimeProvider.System));
root.Subcommands.Add(UsageCommand.Create(TimeProvider.System));
root.Subcommands.Add(QuoteCommand.Create(TimeProvider.System));
root.Subcommands.Add(TermsCommand.Create());
root.Subcommands.Add(ExplainCommand.Create());
root.Subcommands.Add(LedgerCommand.Create(TimeProvider.System));
root.Subcommands.Add(ExportLedger.CreateStatement());
root.Subcommands.Add(ScanCommand.Create());
root.Subcommands.Add(CaseCommand.Create(TimeProvider.System));
var parsed = root.Parse(args);
// The parser says again what it does not understand.
if (parsed.Errors.Count > 0 && CommandRun.Run("gardu", Console.Error, () => NoSecrets(parsed)) is not Gardu.ExitCode.Done and var refused)
    return refused;
// A stopping gate gives open requests four seconds and then commits, which fails within ten where the database is silent: the
// library's two would cut both off.
var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(14) });
return parsed.Errors.Count > 0 ? Gardu.ExitCode.Usage : code;

static int NoSecrets(ParseResult parsed)
{
    Gardu.UsageException.ThrowIfSecret(parsed);
    return Gardu.ExitCode.Done;
}

sealed class NameAndVersion : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"gardu {typeof(UpCommand).Assembly.GetName().Version!.ToString(3)}");
        return Gardu.ExitCode.Done;
    }
}
