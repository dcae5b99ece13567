using System.Net;

namespace EdgeProbe.Probers.Names;

/// <summary>One host and family: its addresses, whose turn it is and which of them are silent.</summary>
internal sealed class AddressPage(string host, IpFamily family)
{
    private readonly Lock _gate = new();
    private readonly HashSet<IPAddress> _silent = [];
    private IReadOnlyList<IPAddress> _addresses = [];
    private int _turn = -1;
    private long? _asked;
    private Reason _lastReason = Reason.Answered;
    private Task? _renewal;

    public bool HasAddresses
    {
        get
        {
            lock (_gate) return _addresses.Count > 0;
        }
    }

    public Reason LastReason
    {
        get
        {
            lock (_gate) return _lastReason;
        }
    }

    public bool IsOld(TimeProvider clock, TimeSpan limit)
    {
        lock (_gate) return _asked is not { } asked || _addresses.Count == 0 || clock.GetElapsedTime(asked) >= limit;
    }

    /// <summary>One renewal at a time; whoever comes during it gets the same task.</summary>
    public Task RenewAsync(INameResolver resolver, TimeProvider clock)
    {
        lock (_gate)
        {
            if (_renewal is null or { IsCompleted: true }) _renewal = AskAsync(resolver, clock);
            return _renewal;
        }
    }

    /// <summary>A failure keeps what was known and still counts as asked, so that a dead resolver is asked once per period while something is known.</summary>
    public void Take(NameAnswer answer, TimeProvider clock)
    {
        lock (_gate)
        {
            _asked = clock.GetTimestamp();
            _lastReason = answer.Reason;
            if (answer.Reason != Reason.Answered) return;
            _addresses = answer.Addresses;
            _silent.IntersectWith(answer.Addresses);
        }
    }

    public AddressChoice Next()
    {
        lock (_gate)
        {
            if (_addresses.Count == 0) return AddressChoice.None(_lastReason);
            _turn = (_turn + 1) % _addresses.Count;
            return new AddressChoice(Reason.Answered, _addresses[_turn]);
        }
    }

    public void Report(IPAddress address, bool answering)
    {
        lock (_gate)
        {
            if (answering) _silent.Remove(address);
            else if (_addresses.Contains(address)) _silent.Add(address);
        }
    }

    public AddressCounts Count()
    {
        lock (_gate) return new AddressCounts(_addresses.Count, _addresses.Count - _silent.Count);
    }

    private async Task AskAsync(INameResolver resolver, TimeProvider clock) =>
        Take(await resolver.ResolveAsync(host, family, CancellationToken.None).ConfigureAwait(false), clock);
}
