using System.Globalization;

namespace ScanBench;

/// <summary>Programs that look for many fixed strings, each on as much of the text as it reads in some seconds.</summary>
sealed class Rivals
{
    readonly List<(string Program, int Patterns, string Name, string? Nothing, long Octets)> all = [];

    /// <param name="rounds">Where they are added.</param>
    /// <param name="root">The repository.</param>
    /// <param name="folder">Where parts of the text are kept.</param>
    /// <param name="text">The text.</param>
    /// <param name="patterns">Files of patterns, by <see cref="Patterns.Counts"/>.</param>
    public Rivals(Rounds rounds, string root, string folder, string text, string[] patterns)
    {
        var nothing = Path.Combine(folder, "nothing.txt");
        File.WriteAllText(nothing, "");
        foreach (var (file, i) in patterns.Select((file, i) => (file, i)))
        {
            AddProgram("rg -F -j1", i, [1, 5, 14], path => ["rg", "-F", "-j1", "-c", "-f", file, path]);
            AddProgram("grep -F", i, [4, 8, 25], path => ["env", "LC_ALL=C", "grep", "-F", "-c", "-f", file, path]);
            var octets = new FileInfo(text).Length / (i == 2 ? 2 : 1);
            var name = FormattableString.Invariant($"Hyperscan {Patterns.Counts[i]}");
            rounds.Add(name, () =>
            {
                var said = Timed.Run([Path.Combine(root, "artifacts", "scan-bench", "hyperscan"), file, text, octets.ToString(CultureInfo.InvariantCulture)]).Output.Split(' ');
                Insist(said[0] == "0", name);
                Compile[i] = double.Parse(said[1], CultureInfo.InvariantCulture);
                return double.Parse(said[2], CultureInfo.InvariantCulture);
            });
            all.Add(("Hyperscan", i, name, null, octets));
        }

        void AddProgram(string program, int i, int[] parts, Func<string, string[]> command)
        {
            var (part, name) = (Part(text, folder, parts[i]), FormattableString.Invariant($"{program} {Patterns.Counts[i]}"));
            double Take(string path)
            {
                var run = Timed.Run(command(path), 1); // 1: nothing is found
                Insist(run.Output.Trim() is "" or "0", name);
                Peak[(program, i)] = run.PeakMegabytes;
                return run.Seconds;
            }
            rounds.Add(name + " nothing", () => Take(nothing));
            rounds.Add(name, () => Take(part));
            all.Add((program, i, name, name + " nothing", new FileInfo(part).Length));
        }
    }

    /// <summary>Names of the programs.</summary>
    public IEnumerable<string> Programs => all.Select(one => one.Program).Distinct();

    /// <summary>Seconds that Hyperscan takes to compile each file of patterns.</summary>
    public double[] Compile { get; } = new double[Patterns.Counts.Length];

    /// <summary>Memory at the most, in MB.</summary>
    public Dictionary<(string Program, int Patterns), double> Peak { get; } = [];

    /// <summary>Rates of each round in MB a second.</summary>
    public IReadOnlyList<double> Rates(Rounds rounds, string program, int patterns)
    {
        var (_, _, name, nothing, octets) = all.First(one => one.Program == program && one.Patterns == patterns);
        return nothing is null ? [.. rounds.Seconds(name).Select(seconds => octets / 1e6 / seconds)] : rounds.Rates(name, nothing, octets);
    }

    static string Part(string text, string folder, int oneIn)
    {
        var part = Path.Combine(folder, FormattableString.Invariant($"speed-1-{oneIn}.txt"));
        if (oneIn == 1 || File.Exists(part))
            return oneIn == 1 ? text : part;
        using (var output = File.Create(part + ".part"))
        using (var input = File.OpenRead(text))
        {
            var buffer = new byte[1 << 20];
            for (var left = input.Length / oneIn; left > 0 && input.Read(buffer, 0, (int)Math.Min(left, buffer.Length)) is var read and > 0; left -= read)
                output.Write(buffer, 0, read);
        }
        File.Move(part + ".part", part);
        return part;
    }

    static void Insist(bool holds, string name)
    {
        if (!holds)
            throw new InvalidOperationException($"{name} found what is not there");
    }
}
