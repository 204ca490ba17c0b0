using System.Globalization;
using System.Text;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using Harness;

// DecisionBench ROOT: nanoseconds and bytes of one decision and what comes before it; writes bench/results/decision.md.
var config = ManualConfig.CreateEmpty().AddLogger(ConsoleLogger.Default).AddColumnProvider(DefaultColumnProviders.Instance)
    .WithOptions(ConfigOptions.DisableLogFile).WithArtifactsPath(Path.Combine(args[0], "artifacts", "benchmark"));
var summary = BenchmarkRunner.Run<DecisionBench.Decisions>(config);
var page = new StringBuilder("# What a decision costs\n\n").Append(Machine.Describe())
    .Append("\n\nBenchmarkDotNet, in process. Goal: under 1,000 ns and no allocation, with 10,000 rules and 50,000 address ranges (keys come with credentials).\n\n")
    .Append("| step | median ns | bytes allocated |\n|---|---:|---:|\n");
foreach (var report in summary.Reports)
    page.Append(CultureInfo.InvariantCulture, $"| {report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\'')} | {report.ResultStatistics!.Median:0} | {report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0} |\n"); // every case has run
File.WriteAllText(Path.Combine(args[0], "bench", "results", "decision.md"), page.ToString());
Console.WriteLine(page);
