namespace Gardu.Verify;

/// <summary>The command line, read.</summary>
/// <param name="Files">What to verify; one or more.</param>
/// <param name="Keys">Where the keys stand that alone are believed; null to believe those that the files bring along.</param>
/// <param name="IsJson">Whether to answer in JSON.</param>
/// <param name="Answer">What was asked instead of a verification.</param>
sealed record Options(IReadOnlyList<string> Files, string? Keys, bool IsJson, string? Answer)
{
    public const string Usage = """
        usage: gardu-verify [--keys keys.txt] [--json] FILE…

        Verifies, without any network, what a ledger of Gardu gave out: checkpoints, receipts (.tlog-proof), proofs of
        consistency, exports (.jsonl), statements (.json) and cases (.gardu.zip). All files together are one body of evidence.

          --keys FILE   believe the keys in this file alone; without it, those that the files bring along
          --json        answer in JSON
          --version     print the version
          --help        print this

        Exit codes: 0 verified, 2 usage, 3 a file cannot be read, 4 something is in doubt.
        """;

    /// <summary>Reads the arguments; null where they are wrong.</summary>
    public static Options? Parse(IReadOnlyList<string> arguments, out string? error)
    {
        var files = new List<string>();
        string? keys = null, answer = null;
        var (isJson, areFiles) = (false, false);
        error = null;
        for (var at = 0; at < arguments.Count && error is null; at++)
        {
            switch (arguments[at])
            {
                case var file when areFiles || !file.StartsWith('-'):
                    files.Add(file);
                    break;
                case "--":
                    areFiles = true;
                    break;
                case "--json":
                    isJson = true;
                    break;
                case "--help" or "-h":
                    answer ??= Usage;
                    break;
                case "--version":
                    answer ??= $"gardu-verify {typeof(Options).Assembly.GetName().Version!.ToString(3)}";
                    break;
                case "--keys" when keys is null && at + 1 < arguments.Count:
                    keys = arguments[++at];
                    break;
                case "--keys":
                    error = "--keys wants one file";
                    break;
                case var unknown:
                    error = $"there is no option {unknown}";
                    break;
            }
        }
        if (files.Count == 0 && answer is null)
            error ??= "no file to verify";
        return error is null ? new Options(files, keys, isJson, answer) : null;
    }
}
