using Gardu.Store.Ledger;

namespace Gardu.Store.Tests.Ledger;

/// <summary>The power went: whatever was being done ends here.</summary>
sealed class PowerLossException : Exception;

/// <summary>
/// A disk that keeps what was synced and, when the power goes, tosses a coin for everything else: a file's content is there, is not, or is torn; a name is there,
/// is not, or means what it meant before. Before each call it may fail, lose power, or let others run.
/// </summary>
sealed class FakeDisk(Random random, Action before) : IDisk
{
    sealed class Node(byte[] content)
    {
        public byte[] Content = content;
        public byte[]? Lasting;
    }

    readonly Dictionary<string, Node> names = [];
    readonly Dictionary<string, Node> lasting = [];
    readonly HashSet<string> unsettled = []; // names that may differ between the two

    public byte[]? Read(string path)
    {
        before();
        return names.GetValueOrDefault(path)?.Content;
    }

    public void Create(string path, ReadOnlySpan<byte> content)
    {
        before();
        names[path] = new Node(content.ToArray());
        unsettled.Add(path);
    }

    public void SyncFile(string path)
    {
        before();
        names[path].Lasting = names[path].Content;
    }

    public void Rename(string path, string name)
    {
        before();
        var renamed = Path.Combine(Path.GetDirectoryName(path)!, name);
        names[renamed] = names[path];
        names.Remove(path);
        unsettled.Add(renamed);
    }

    public void SyncFolder(string path)
    {
        before();
        foreach (var name in unsettled.Where(name => Path.GetDirectoryName(name) == path).ToArray())
            Settle(name);
    }

    public void DeleteFolder(string path)
    {
        before();
        foreach (var name in names.Keys.Where(name => name.StartsWith(path + "/", StringComparison.Ordinal)).ToArray())
            unsettled.Add(names.Remove(name, out _) ? name : throw new InvalidOperationException(name));
    }

    /// <summary>Damages a file that is there; false where there is none.</summary>
    public bool Damage(Func<string, bool> which)
    {
        var paths = names.Keys.Where(which).Order(StringComparer.Ordinal).ToArray();
        if (paths.Length == 0)
            return false;
        var path = paths[random.Next(paths.Length)];
        var content = names[path].Content;
        switch (random.Next(3))
        {
            case 0:
                names.Remove(path);
                lasting.Remove(path);
                return true;
            case 1:
                content = content[..random.Next(content.Length)];
                break;
            default:
                content = [.. content];
                content[random.Next(content.Length)] ^= (byte)(1 << random.Next(8));
                break;
        }
        names[path] = lasting[path] = new Node(content) { Lasting = content };
        return true;
    }

    /// <summary>What is left when the power comes back.</summary>
    public void LosePower()
    {
        foreach (var name in unsettled.ToArray())
            if (random.Next(2) == 0)
                Settle(name);
        names.Clear();
        unsettled.Clear();
        foreach (var (name, node) in lasting)
        {
            if (node.Lasting == node.Content)
            {
                names[name] = node;
                continue;
            }
            var content = node.Lasting ?? random.Next(3) switch { 0 => [], 1 => node.Content, _ => node.Content[..random.Next(node.Content.Length + 1)] };
            names[name] = new Node(content) { Lasting = content };
        }
        lasting.Clear();
        foreach (var (name, node) in names)
            lasting[name] = node;
    }

    void Settle(string name)
    {
        unsettled.Remove(name);
        if (names.TryGetValue(name, out var node))
            lasting[name] = node;
        else
            lasting.Remove(name);
    }
}
