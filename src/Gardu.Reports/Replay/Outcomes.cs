using Gardu.Terms.Values;

namespace Gardu.Reports.Replay;

/// <summary>How many requests would get what.</summary>
sealed class Outcomes
{
    long allowed, limited, charged, refused;

    /// <summary>Counts one request.</summary>
    public void Add(Verdict verdict) => _ = verdict switch
    {
        Verdict.Allow => allowed++,
        Verdict.Limit => limited++,
        Verdict.Charge => charged++,
        Verdict.Refuse => refused++,
        _ => throw new InvalidOperationException($"no count for verdict {verdict}"),
    };

    /// <summary>Adds what another has counted.</summary>
    public void Merge(Outcomes other)
    {
        allowed += other.allowed;
        limited += other.limited;
        charged += other.charged;
        refused += other.refused;
    }

    /// <summary>What was counted.</summary>
    public OutcomeFigures Figures => new(allowed, limited, charged, refused);
}
