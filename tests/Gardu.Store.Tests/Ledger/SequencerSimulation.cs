using System.Globalization;
using Gardu.Gate.Recording;
using Gardu.Ledger.Merkle;
using Gardu.Ledger.Notes;
using Gardu.Protocols.Signatures;
using Gardu.Store.Ledger;
using Microsoft.Extensions.Time.Testing;

namespace Gardu.Store.Tests.Ledger;

/// <summary>
/// One schedule of several sequencers on one database, each on a disk of its own: they stop in the middle of a step while others run, lose power, lose
/// connections in mid-commit, and disks fail. All of it follows from the seed.
/// </summary>
sealed class SequencerSimulation
{
    static readonly LogKeys Keys = new([new NoteSigner("log.example/1", SigningKey.Of(new byte[SigningKey.Size])!)], []);

    readonly Random random;
    readonly FakeTimeProvider clock = new();
    readonly FakeRows rows;
    readonly List<Node> nodes = [];
    readonly Dictionary<long, TreeHash> signed = [];
    int depth;
    bool isCalm;

    public SequencerSimulation(int seed, int count)
    {
        random = new Random(seed);
        rows = new FakeRows(random, () => Interrupt(null), () => !isCalm && random.Next(20) == 0);
        for (var i = 0; i < count; i++)
            nodes.Add(new Node(this));
    }

    sealed class Node
    {
        readonly SequencerSimulation world;
        readonly FakeDisk disk;
        Sequencer sequencer;
        long acknowledged;

        public Node(SequencerSimulation world)
        {
            this.world = world;
            disk = new FakeDisk(world.random, () => world.Interrupt(this));
            sequencer = Start();
        }

        public bool IsAtWork { get; private set; }

        public ITileStorage Storage => new TileFolder("/log", disk);

        /// <summary>One step; what fails fails, and the power may go.</summary>
        public SequencerStep? Step()
        {
            IsAtWork = true;
            try
            {
                var step = sequencer.Step();
                Acknowledge();
                return step;
            }
            catch (StoreException failed) when (!failed.IsCorrupt && !world.isCalm)
            {
                return null;
            }
            catch (PowerLossException)
            {
                disk.LosePower();
                sequencer = Start();
                Assert.True(Calmly(() => PublishedLog.Open(Storage, Keys.Known)).Size >= acknowledged, "what was acknowledged is still published after a loss of power");
                return null;
            }
            finally
            {
                IsAtWork = false;
            }
        }

        /// <summary>Whoever asks now is told that entries up to here are in the log.</summary>
        void Acknowledge()
        {
            var size = Calmly(() => Storage.Read(PublishedLog.CheckpointPath) is { } note ? Checkpoint.Parse(SignedNote.Parse(note)!.Text)!.Size : 0);
            Assert.True(size >= acknowledged, "a published log does not shrink");
            acknowledged = size;
        }

        T Calmly<T>(Func<T> look)
        {
            var was = world.isCalm;
            world.isCalm = true;
            var seen = look();
            world.isCalm = was;
            return seen;
        }

        Sequencer Start() => new(world.rows, new Watched(Storage, world), () => Keys, world.clock);
    }

    /// <summary>Sees every checkpoint that is signed and about to be written.</summary>
    sealed class Watched(ITileStorage storage, SequencerSimulation world) : ITileStorage
    {
        public byte[]? Read(string path) => storage.Read(path);

        public void Write(IReadOnlyList<LogFile> files)
        {
            foreach (var file in files.Where(file => file.Path == PublishedLog.CheckpointPath))
            {
                var checkpoint = Checkpoint.Parse(SignedNote.Parse(file.Content.Span)!.Text)!;
                Assert.True(world.signed.TryAdd(checkpoint.Size, checkpoint.Root) || world.signed[checkpoint.Size] == checkpoint.Root, $"size {checkpoint.Size} is signed with two roots");
            }
            storage.Write(files);
        }

        public void RemovePartials(string path) => storage.RemovePartials(path);
    }

    /// <summary>Runs the schedule, then lets all come to rest, and looks at everything.</summary>
    public void Run(int turns)
    {
        for (var turn = 0; turn < turns; turn++)
            Turn();
        isCalm = true;
        for (var rest = 0; rest < 20 || rows.Waiting > 0; rest++)
        {
            Assert.True(rest < 1000, "all entries get a place in the end");
            clock.Advance(Sequencer.StandsBackFor);
            foreach (var node in nodes)
                node.Step();
        }
        var root = NaiveRoot();
        foreach (var node in nodes)
            LogReader.Check(node.Storage, Keys.Known, rows.Order, root);
    }

    /// <summary>The database comes back as it was a while ago; the published logs are ahead of it.</summary>
    public void RunAndRestore(int turns)
    {
        for (var turn = 0; turn < turns / 2; turn++)
            Turn();
        var copy = rows.Copy();
        for (var turn = 0; turn < turns / 2; turn++)
            Turn();
        isCalm = true;
        nodes[0].Step();
        rows.Restore(copy);
        Run(turns);
    }

    void Turn()
    {
        switch (random.Next(10))
        {
            case < 3:
                rows.Add(random.Next(60) == 0 ? random.Next(3000) : random.Next(60));
                break;
            case 3:
                clock.Advance(TimeSpan.FromMilliseconds(random.Next(3000)));
                break;
            default:
                nodes[random.Next(nodes.Count)].Step();
                break;
        }
    }

    /// <summary>Comes before every call to a disk or the database: others run meanwhile, or something breaks.</summary>
    void Interrupt(Node? disk)
    {
        if (isCalm)
            return;
        if (depth < 3 && random.Next(30) == 0 && nodes.Where(node => !node.IsAtWork).ToArray() is { Length: > 0 } idle)
        {
            depth++;
            idle[random.Next(idle.Length)].Step();
            depth--;
        }
        var chance = random.Next(500);
        if (chance < 3 && nodes.Any(node => node.IsAtWork))
            throw new PowerLossException();
        if (chance == 3 && disk is not null)
            throw new IOException("No space left on device");
    }

    TreeHash NaiveRoot() => LogReader.NaiveRoot([.. rows.Order.Select(envelope => envelope.LeafHash())]);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{rows.Order.Count} entries, {signed.Count} checkpoints, {nodes.Count} nodes");
}
