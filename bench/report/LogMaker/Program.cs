using System.Globalization;
using LogMaker;

// Writes a Combined log to standard output: LogMaker LINES SEED. The same numbers give the same bytes.
var lines = int.Parse(args[0], CultureInfo.InvariantCulture);
var traffic = new Traffic(int.Parse(args[1], CultureInfo.InvariantCulture));
using var output = new StreamWriter(Console.OpenStandardOutput(), bufferSize: 1 << 20);
output.NewLine = "\n";
for (var i = 0; i < lines; i++)
    output.WriteLine(traffic.NextLine());
