using System.Runtime.CompilerServices;
using EdgeProbe.Capture.Flows.Records;
using EdgeProbe.Capture.Observations;

namespace EdgeProbe.Capture.Flows;

/// <summary>
/// Takes observations in the order of the capture and tells the sink what they mean. All tables are fixed in size, every observation costs
/// the same, nothing is allocated. Time is the frames' own; when it runs backward by more than 0.1 s, or the capture says that the clock was
/// moved, what waits for an answer is void. Not thread-safe.
/// </summary>
internal sealed class FlowStage : IDisposable
{
    // pcap-tstamp(7): frames of several processor cores, or of two interfaces, may be out of order. A delay that this makes negative is thrown
    // away by itself.
    private const long DisorderNs = 100_000_000;
    private const long SecondNs = 1_000_000_000;

    // So many flows seen one way, and hardly any both ways, are no accident.
    private const long EnoughFlows = 20;
    private const double MisplacedShare = 0.9;

    private readonly FlowContext _context;
    private readonly SideMap _sides;
    private readonly FlowCounters _counters;
    private readonly TrafficMeter _traffic;
    private readonly TcpStage _tcp;
    private readonly DnsStage _dns;
    private readonly IcmpStage _icmp;
    private readonly QuicStage _quic;
    private readonly RtpStage _rtp;
    private readonly MediaTable _media = new();
    private readonly MirrorFilter _mirror = new();
    private readonly CounterReport _report;
    private readonly ulong _secret;
    private long _nextSecondNs = long.MinValue;

    // The newest packet was a copy: so is what else was read in it.
    private bool _wasCopy;

    public FlowStage(CaptureOptions options, IPassiveSink sink, SideMap sides, FlowBook? book, ulong secret)
    {
        (_sides, _secret) = (sides, secret);
        _context = new FlowContext(sink, sides, book, secret);
        _counters = _context.Counters;
        _traffic = new TrafficMeter(_context, options.LineUpBytes, options.LineDownBytes);
        _tcp = new TcpStage(_context, options.Flows);
        _dns = new DnsStage(_context);
        _icmp = new IcmpStage(_context);
        _quic = new QuicStage(_context);
        _rtp = new RtpStage(_context, _media);
        _report = new CounterReport(_context);
    }

    public FlowCounters Counters => _counters;

    public TrafficMeter Traffic => _traffic;

    public long TroubleRefused => _tcp.TroubleRefused;

    public bool IsMisplaced => _context.IsMisplaced;

    public void Take(in Observation seen)
    {
        // Word that time has come to a point which a frame has already passed is no step back.
        if (seen.Kind == ObservationKind.Tick && seen.TimeNs <= _context.NowNs) return;
        if (seen.TimeNs >= _nextSecondNs || seen.TimeNs < _context.NowNs - DisorderNs) Turn(seen.TimeNs);
        else if (seen.TimeNs > _context.NowNs) _context.NowNs = seen.TimeNs;
        if (seen.Kind >= ObservationKind.Media)
        {
            TakeWord(seen);
            return;
        }

        _counters.Observations++;
        if (seen.Kind == ObservationKind.IcmpError)
        {
            TakeError(seen);
            return;
        }

        var (source, destination) = (_sides.PlaceOf(seen.Source), _sides.PlaceOf(seen.Destination));
        if (source == Place.Own || destination == Place.Own)
        {
            _counters.OwnPackets++;
            return;
        }

        var key = FlowKey.Of(seen, out var fromLow);
        var hash = key.Hash(_secret);
        var isDerived = (seen.Flags & ObservationFlags.Derived) != 0;
        if (isDerived ? _wasCopy : _mirror.IsCopy(seen, hash))
        {
            TakeCopy(seen, key, hash, isDerived);
            return;
        }

        _wasCopy &= isDerived;
        TakePacket(seen, key, fromLow, hash, TrafficMeter.DirectionOf(source, destination));
    }

    /// <summary>The end of a file: what is still open is told as it stands.</summary>
    public void Close()
    {
        Turn(_context.NowNs);
        _traffic.EndSecond(_context.NowNs + SecondNs);
        _tcp.CloseAll();
        _dns.CloseAll();
        _quic.CloseAll();
        _rtp.CloseAll();
        _report.Tell();
    }

    public void Dispose()
    {
        _tcp.Dispose();
        _dns.Dispose();
        _icmp.Dispose();
        _quic.Dispose();
        _rtp.Dispose();
        _media.Dispose();
        _mirror.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TakePacket(in Observation seen, in FlowKey key, bool fromLow, ulong hash, Direction direction)
    {
        if ((seen.Flags & ObservationFlags.Derived) == 0)
        {
            _traffic.Add(seen, direction);
            if (direction == Direction.Unknown) _counters.UnknownSidePackets++;
            else if (direction == Direction.Local) _counters.LocalPackets++;
        }

        switch (seen.Kind)
        {
            case ObservationKind.Tcp:
                _counters.TcpPackets++;
                _tcp.Take(seen, key, fromLow, hash);
                break;
            case ObservationKind.Udp:
                _counters.UdpPackets++;
                if (_quic.TryTake(seen, key, fromLow, hash)) break;
                if (seen.Udp.Shape == UdpShape.Rtp) _rtp.Take(seen, key, fromLow);
                break;
            case ObservationKind.Dns:
                _dns.Take(seen, key, fromLow);
                break;
            case ObservationKind.IcmpEcho:
                _icmp.Take(seen, key, fromLow);
                break;
            default:
                _counters.OtherPackets++;
                break;
        }
    }

    private void TakeCopy(in Observation seen, in FlowKey key, ulong hash, bool isDerived)
    {
        _wasCopy = true;
        if (isDerived) return;
        _counters.MirrorDuplicates++;
        if (seen.Kind == ObservationKind.Tcp) _tcp.TakeCopy(key, hash);
    }

    private void TakeError(in Observation seen)
    {
        if (_sides.PlaceOf(seen.Source) == Place.Own)
        {
            _counters.OwnPackets++;
            return;
        }

        var of = _icmp.TakeError(seen);
        var key = FlowKey.Of(seen, out _);
        if (seen.Protocol == 6) _tcp.TakeError(key, key.Hash(_secret), seen, of);
        else if (seen.Protocol == 17 && of != IcmpErrorClass.TooBig) _dns.Refuse(key, seen);
    }

    private void TakeWord(in Observation seen)
    {
        if (seen.Kind == ObservationKind.Media) _media.Add(seen);
        else if (seen.Kind == ObservationKind.ClockStep) BeginEpoch();
    }

    /// <summary>A new second, or a step back.</summary>
    private void Turn(long timeNs)
    {
        if (timeNs < _context.NowNs - DisorderNs && _context.NowNs > 0) BeginEpoch();
        _context.NowNs = timeNs;
        if (timeNs < _nextSecondNs && timeNs >= _nextSecondNs - SecondNs) return;
        _nextSecondNs = timeNs - timeNs % SecondNs + SecondNs;
        _traffic.EndSecond(timeNs);
        _tcp.Advance();
        _dns.Advance();
        _icmp.Advance();
        _rtp.Advance();
        var flows = _counters.OneSidedFlows + _counters.TwoSidedFlows;
        _context.IsMisplaced = flows >= EnoughFlows && _counters.OneSidedFlows > flows * MisplacedShare;
        _report.Tell();
        _context.Sink.Advance(timeNs);
    }

    private void BeginEpoch()
    {
        _context.Epoch++;
        _counters.ClockSteps++;
        // Deadlines stand on the old clock.
        _tcp.ForgetDeadlines();
        _dns.ForgetDeadlines();
        _icmp.ForgetDeadlines();
        _nextSecondNs = long.MinValue;
    }
}
