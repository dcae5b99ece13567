using EdgeProbe.Sockets;
using EdgeProbe.Testing.Namespaces;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeProbe.Agent.Tests.Probers.Sockets;

/// <summary>A probe's namespace and a target's, joined by a cable, with a receive loop for what the test opens in them.</summary>
internal sealed class TwoHosts : IDisposable
{
    private NftRules? _rules;

    public TwoHosts(TimeProvider? clock = null)
    {
        Clock = clock ?? TimeProvider.System;
        Cable = new VethPair(Probe, Target);
        Loop = new ReceiveLoop(Clock, NullLogger.Instance);
    }

    public TimeProvider Clock { get; }

    public NetworkNamespace Probe { get; } = NetworkNamespace.Create("probe");

    public NetworkNamespace Target { get; } = NetworkNamespace.Create("target");

    public VethPair Cable { get; }

    public ReceiveLoop Loop { get; }

    /// <summary>Impairments at the target: In is what comes from the probe, Out what goes back.</summary>
    public NftRules Rules => _rules ??= new NftRules(Target);

    public string Device => Cable.Right.Device;

    public void Dispose()
    {
        Loop.Dispose();
        Probe.Dispose();
        Target.Dispose();
    }
}
