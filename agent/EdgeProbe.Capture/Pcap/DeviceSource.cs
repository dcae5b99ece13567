using System.Runtime.InteropServices;
using EdgeProbe.Capture.Parsing;

namespace EdgeProbe.Capture.Pcap;

/// <summary>
/// One interface through libpcap's memory-mapped ring. A filter is always attached: it is what makes the kernel copy only the headers
/// (docs/decisions/capture-by-libpcap.md). Read on one thread; <see cref="Break"/> and <see cref="Counters"/> from any.
/// </summary>
internal sealed unsafe class DeviceSource : IFrameSource
{
    // Headers of every encapsulation, and a DNS question; the payload behind them is not even copied.
    private const int SnapLength = 256;
    private const int RetireMilliseconds = 100;

    // VLAN and PPPoE forms are kept, as frames of other kinds are only counted.
    private const string Filter = "";

    private readonly PcapHandle _pcap;
    private readonly FrameCallback _callback;
    private readonly Lock _gate = new();
    private long _received;
    private long _dropped;
    private LibPcap.FrameStatistics _last;

    private DeviceSource(PcapHandle pcap, LinkType link)
    {
        (_pcap, Link) = (pcap, link);
        _callback = new FrameCallback { FractionNs = LibPcap.GetPrecision(pcap.Pointer) == LibPcap.Nanoseconds ? 1 : 1000 };
    }

    public LinkType Link { get; }

    public string? Problem { get; private set; }

    /// <exception cref="CaptureException">The device cannot be captured on.</exception>
    public static DeviceSource Open(string device, int ringBytes)
    {
        PcapLibrary.MustBeThere();
        var error = stackalloc byte[LibPcap.ErrorBytes];
        var created = LibPcap.Create(device, error);
        if (created == 0) throw new CaptureException(CaptureProblem.Other, $"{device}: {LibPcap.Text(error)}");
        var pcap = new PcapHandle(created);
        try
        {
            Activate(pcap, device, ringBytes);
            var type = LibPcap.LinkType(created);
            if (!LinkTypes.TryOf(type, out var link)) throw new CaptureException(CaptureProblem.UnsupportedLink, $"{device}: {LinkTypes.WhyNot(type)}");
            Attach(pcap, device);
            return new DeviceSource(pcap, link);
        }
        catch (CaptureException)
        {
            pcap.Dispose();
            throw;
        }
    }

    public ReadEnd Read(FrameReceiver receiver, int most)
    {
        var read = _callback.Dispatch(_pcap, receiver, most);
        if (read >= 0) return ReadEnd.More;
        if (read == -2) return ReadEnd.End; // PCAP_ERROR_BREAK
        Problem = _pcap.LastError;
        return ReadEnd.Failed;
    }

    /// <summary>Ends a read that is under way, or the next one.</summary>
    public void Break()
    {
        lock (_gate)
        {
            if (!_pcap.IsClosed) LibPcap.Break(_pcap.Pointer);
        }
    }

    /// <summary>Frames that passed the filter, and frames that the ring or the interface dropped.</summary>
    public (long Received, long Dropped) Counters()
    {
        lock (_gate)
        {
            LibPcap.FrameStatistics now;
            if (_pcap.IsClosed || LibPcap.Statistics(_pcap.Pointer, &now) != 0) return (_received, _dropped);
            _received += now.Received - _last.Received;
            _dropped += (now.Dropped - _last.Dropped) + (long)(now.DroppedByInterface - _last.DroppedByInterface);
            _last = now;
            return (_received, _dropped);
        }
    }

    public void Dispose()
    {
        lock (_gate) _pcap.Dispose();
        _callback.Dispose();
    }

    private static void Activate(PcapHandle pcap, string device, int ringBytes)
    {
        _ = LibPcap.SetSnapLength(pcap.Pointer, SnapLength);
        _ = LibPcap.SetPromiscuous(pcap.Pointer, 0);
        _ = LibPcap.SetTimeout(pcap.Pointer, RetireMilliseconds);
        _ = LibPcap.SetImmediateMode(pcap.Pointer, 0);
        _ = LibPcap.SetBufferSize(pcap.Pointer, ringBytes);
        _ = LibPcap.SetPrecision(pcap.Pointer, LibPcap.Nanoseconds);
        var status = LibPcap.Activate(pcap.Pointer);
        if (status < 0) throw Refusal(device, status, pcap.LastError);
    }

    private static void Attach(PcapHandle pcap, string device)
    {
        LibPcap.FilterProgram program;
        if (LibPcap.Compile(pcap.Pointer, &program, Filter, 1, uint.MaxValue) != 0)
            throw new CaptureException(CaptureProblem.Other, $"{device}: the filter is refused: {pcap.LastError}");
        var set = LibPcap.SetFilter(pcap.Pointer, &program);
        LibPcap.FreeProgram(&program);
        if (set != 0) throw new CaptureException(CaptureProblem.Other, $"{device}: the filter cannot be attached: {pcap.LastError}");
    }

    private static CaptureException Refusal(string device, int status, string words) => status switch
    {
        LibPcap.NoSuchDevice => new CaptureException(CaptureProblem.NoSuchDevice, $"there is no interface {device}; ip link shows those that there are"),
        LibPcap.PermissionDenied or LibPcap.PromiscuousPermissionDenied => new CaptureException(
            CaptureProblem.NoPermission, $"this user may not capture on {device}: the agent needs CAP_NET_RAW (AmbientCapabilities=CAP_NET_RAW in its unit)"),
        LibPcap.InterfaceNotUp => new CaptureException(CaptureProblem.DeviceDown, $"{device} is down: ip link set {device} up"),
        _ => new CaptureException(CaptureProblem.Other, $"{device} cannot be captured on: {(words.Length > 0 ? words : LibPcap.Text(LibPcap.Describe(status)))}"),
    };
}
