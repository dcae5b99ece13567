using System.Net.Sockets;
using EdgeProbe.Sockets;

namespace EdgeProbe.Probers.Icmp;

/// <summary>
/// Round-trip delay by ICMP echo (RFC 2681), both families. Opens its sockets when made, in the network namespace of the calling thread,
/// so that the capability may be dropped afterwards. Thread-safe; lives as long as the agent.
/// </summary>
public sealed class IcmpEchoProber : IProber
{
    private readonly IcmpChannel _v4;
    private readonly IcmpChannel _v6;

    public IcmpEchoProber(ReceiveLoop loop, TimeProvider clock, IcmpOptions options)
    {
        if (string.Join("; ", options.Problems()) is { Length: > 0 } problems) throw new ArgumentException(problems, nameof(options));
        _v4 = new IcmpChannel(AddressFamily.InterNetwork, loop, clock, options);
        _v6 = new IcmpChannel(AddressFamily.InterNetworkV6, loop, clock, options);
    }

    /// <summary>What echoes go over: "icmp-datagram", "icmp-raw" or "none"; of IPv4, or of IPv6 where IPv4 has none.</summary>
    public string Capability => _v4.Capability != "none" ? _v4.Capability : _v6.Capability;

    /// <summary>Late answers since the start: they came after the timeout and count as lost (RFC 6673).</summary>
    public long Late => _v4.Late + _v6.Late;

    /// <summary>Packets since the start that answered nothing of ours and came from no target.</summary>
    public long Foreign => _v4.Foreign + _v6.Foreign;

    /// <summary>Packets since the start that the probe itself could not take fast enough.</summary>
    public long Overflowed => _v4.Overflowed + _v6.Overflowed;

    public string CapabilityOf(IpFamily family) => ChannelOf(family).Capability;

    /// <summary>One sentence saying why the family cannot be probed and what to do; null when it can.</summary>
    public string? ProblemOf(IpFamily family) => ChannelOf(family).Problem;

    /// <inheritdoc/>
    public ValueTask<Measurement> MeasureAsync(Target target, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (target.Address is not { } address) return new(Measurement.Failed(Reason.NoAddressOfThisFamily));
        var channel = address.AddressFamily == AddressFamily.InterNetworkV6 ? _v6 : _v4;
        return channel.MeasureAsync(target.Test, NativeAddress.From(address, 0), cancellation);
    }

    public ValueTask DisposeAsync()
    {
        _v4.Dispose();
        _v6.Dispose();
        return ValueTask.CompletedTask;
    }

    private IcmpChannel ChannelOf(IpFamily family) => family == IpFamily.V6 ? _v6 : _v4;
}
