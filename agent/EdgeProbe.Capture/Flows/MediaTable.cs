using EdgeProbe.Capture.Memory;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Flows;

/// <summary>Where signalling has announced RTP, and which clock each payload type has there. The oldest of 128 announcements goes first.</summary>
internal sealed class MediaTable : IDisposable
{
    private const int Most = 128;
    private readonly NativeTable<Announced> _announced = new(Most);
    private int _next;

    public void Add(in Observation seen)
    {
        for (var i = 0; i < Most; i++)
        {
            ref var known = ref _announced[i];
            if (known.Port != seen.DestinationPort || known.Address != seen.Destination) continue;
            if (known.PayloadType != seen.Media.PayloadType && known.ClockRate != 0 && seen.Media.ClockRate != 0) continue;
            if (seen.Media.ClockRate != 0) (known.ClockRate, known.PayloadType) = (seen.Media.ClockRate, seen.Media.PayloadType);
            return;
        }

        _announced[_next] = new Announced
        {
            Address = seen.Destination,
            Port = seen.DestinationPort,
            ClockRate = seen.Media.ClockRate,
            PayloadType = seen.Media.PayloadType,
        };
        _next = (_next + 1) % Most;
    }

    /// <summary>Whether a stream was announced there, and its clock in hertz; 0 when the announcement does not say.</summary>
    public bool TryFind(in IpAddress address, ushort port, byte payloadType, out uint clockRate)
    {
        var isAnnounced = false;
        clockRate = 0;
        for (var i = 0; i < Most; i++)
        {
            ref var known = ref _announced[i];
            if (known.Port != port || known.Address != address || port == 0) continue;
            isAnnounced = true;
            if (known.PayloadType == payloadType) clockRate = known.ClockRate;
        }

        return isAnnounced;
    }

    public void Dispose() => _announced.Dispose();

    private struct Announced
    {
        public IpAddress Address;
        public uint ClockRate;
        public ushort Port;
        public byte PayloadType;
    }
}
