using ScanBench;

// ScanBench ROOT [quick] [SEED] [PARTS…]: runs parts, keeps what each found, and writes bench/results/scan.md of all that were ever run; quick only prints it.
string[] known = ["truth", "speed", "packed", "controls", "japanese", "editions"];
var (root, isQuick) = (args[0], args.Contains("quick"));
var seed = args.Select(arg => ulong.TryParse(arg, out var number) ? number : (ulong?)null).FirstOrDefault(number => number is not null) ?? 1;
var unknown = args[1..].FirstOrDefault(arg => arg != "quick" && !ulong.TryParse(arg, out _) && !known.Contains(arg));
if (unknown is not null)
{
    Console.Error.WriteLine($"{unknown} is no part: quick, a seed, {string.Join(", ", known)}");
    return 2;
}
var named = known.Where(args.Contains).ToArray();
var sizes = isQuick ? Sizes.Quick : Sizes.Full;
var place = Path.Combine(root, "artifacts", "scan-bench");
var folder = Path.Combine(place, $"{(isQuick ? "quick" : "full")}-{seed}");
Directory.CreateDirectory(folder);
var shared = Path.GetFullPath(Path.Combine(root, "..", "shared", "data", "text"));
var owner = new DebianTexts(place, "owner");
var other = new DebianTexts(place, "other", Path.Combine(shared, "books", "moby-dick-gutenberg"), Path.Combine(shared, "books", "pride-gutenberg"));
var gardu = new Gardu(root, folder);
var licensed = new Gardu(root, folder) { Background = ["--background", "/usr/share/common-licenses"] };
var planter = new Lazy<Planter>(() => new Planter(folder, seed, owner, other));
foreach (var name in named.Length > 0 ? named : known)
{
    Console.Error.WriteLine($"{name}…");
    var part = name switch
    {
        "speed" => SpeedPart.Run(sizes, root, gardu, planter.Value, folder, seed),
        "packed" => PackedPart.Run(sizes, gardu, planter.Value, folder, seed),
        "controls" => ControlsPart.Run(sizes, licensed, folder, shared, owner, other, new DebianTexts(place, "id-owner"), new DebianTexts(place, "id-other", Path.Combine(shared, "indonesian"))),
        "japanese" => JapanesePart.Run(sizes, licensed, folder, new DebianTexts(place, "ja-owner", Path.Combine(shared, "japanese")), new DebianTexts(place, "ja-other"), seed),
        "editions" => EditionsPart.Run(gardu, folder, shared),
        _ => TruthPart.Run(sizes, gardu, planter.Value, folder, $"The owner's: {owner.Sources}. Others': {other.Sources}."),
    };
    part.Keep(folder, name);
}
var page = Page.Of(folder, known);
if (!isQuick)
    File.WriteAllText(Path.Combine(root, "bench", "results", "scan.md"), page);
Console.WriteLine(page);
return 0;
