using System.Runtime.CompilerServices;
using Gardu.Reports.Replay;
using Gardu.Terms.Identities;

namespace Gardu.Reports.Traffic;

/// <summary>What one agent, or the machines of one unknown name, did.</summary>
sealed class MachineTally(string name, string? operatorName, string purpose, int pathsKept)
{
    public string Name { get; } = name;

    public string? Operator { get; } = operatorName;

    public string Purpose { get; } = purpose;

    public long Requests { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Answered 401, 402, 403 or 429.</summary>
    public long Refused { get; private set; }

    /// <summary>Asked for a path that robots.txt disallows.</summary>
    public long IgnoredRobots { get; private set; }

    /// <summary>Milliseconds since 1970.</summary>
    public long First { get; private set; } = long.MaxValue;

    /// <summary>Milliseconds since 1970.</summary>
    public long Last { get; private set; } = long.MinValue;

    public HeavyHitters Paths { get; } = new(pathsKept);

    public Amounts Worth { get; } = new();

    /// <summary>What its requests would get, where traffic is replayed.</summary>
    public Outcomes Outcomes { get; } = new();

    public ProofTally Proofs { get; } = new();

    /// <summary>Counts one request; a path of no bytes is not counted as one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(long time, AgentIdentity identity, int status, long bytes, ReadOnlySpan<byte> path, PathVerdict verdict)
    {
        Requests++;
        Bytes += bytes;
        Proofs.Add(identity.Proof, identity.Grounds, 1);
        First = Math.Min(First, time);
        Last = Math.Max(Last, time);
        if (status is 401 or 402 or 403 or 429)
            Refused++;
        if (verdict.IsDisallowed)
            IgnoredRobots++;
        if (verdict.Earned(status) is { } price)
            Worth.Add(price);
        if (!path.IsEmpty)
            Paths.Add(path);
    }

    /// <summary>Adds what another has counted.</summary>
    public void Merge(MachineTally other)
    {
        Requests += other.Requests;
        Bytes += other.Bytes;
        Refused += other.Refused;
        IgnoredRobots += other.IgnoredRobots;
        Proofs.Merge(other.Proofs);
        First = Math.Min(First, other.First);
        Last = Math.Max(Last, other.Last);
        Paths.Merge(other.Paths);
        Worth.Merge(other.Worth);
        Outcomes.Merge(other.Outcomes);
    }
}
