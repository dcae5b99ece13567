using Microsoft.Win32.SafeHandles;

namespace EdgeProbe.Lab.Links;

/// <summary>
/// One direction of a link: one thread that reads packets from one device, decides their fate and writes them to the other when their
/// time has come. It sleeps in ppoll between packets and does not spin. Settings and counters may be used from any thread.
/// </summary>
public sealed class LinkDirection
{
    // Enough to empty a burst, few enough that due packets do not wait behind it.
    private const int PacketsPerTurn = 32;

    private readonly TunDevice _from;
    private readonly TunDevice _to;
    private readonly TimeProvider _clock;
    private readonly SafeFileHandle _wake;
    private readonly Line _line;
    private readonly Tally _tally = new();
    private readonly DelayLine _delayed = new();
    private readonly Thread _thread;
    private volatile LinkSettings _settings = new();
    private volatile bool _stopping;

    internal LinkDirection(TunDevice from, TunDevice to, ulong seed, TimeProvider clock)
    {
        (_from, _to, _clock, _line) = (from, to, clock, new Line(seed));
        _wake = LinkCalls.Event(0, 0);
        _thread = new Thread(Live) { IsBackground = true, Name = $"link {from.Name} to {to.Name}" };
        _thread.Start();
    }

    /// <summary>In force for the next packet; those on their way keep the fate they have.</summary>
    /// <exception cref="ArgumentException">The settings have problems; the message lists them all.</exception>
    public LinkSettings Settings
    {
        get => _settings;
        set
        {
            var problems = string.Join("; ", value.Problems());
            if (problems.Length > 0) throw new ArgumentException(problems, nameof(value));
            _settings = value;
        }
    }

    public LinkCounters Counters => _tally.Read();

    /// <summary>Packets that never came in, because this thread was too slow to read them; 0 in any test that can be believed.</summary>
    public long Unread => _from.Unread();

    /// <summary>Name of the device on the sending side, in its namespace: where a qdisc of this direction belongs.</summary>
    public string SendingDevice => _from.Name;

    /// <summary>Name of the device on the receiving side, in its namespace.</summary>
    public string ReceivingDevice => _to.Name;

    internal void Stop()
    {
        _stopping = true;
        _ = LinkCalls.Signal(_wake, 1);
        _thread.Join();
        _wake.Dispose();
    }

    private void Live()
    {
        LinkCalls.TightenTimers();
        while (!_stopping && Wait())
        {
            ReadSome();
            DeliverDue();
        }
    }

    // False when the device is gone with its namespace; nothing can come any more.
    private unsafe bool Wait()
    {
        var timeout = default(LinkCalls.TimeSpec);
        var limited = _delayed.TryPeek(out var release);
        if (limited) (timeout.Seconds, timeout.Nanoseconds) = Math.DivRem(Math.Max(0, release - Now()), 1_000_000_000);
        var entries = stackalloc LinkCalls.PollEntry[2];
        entries[0] = new LinkCalls.PollEntry { Descriptor = (int)_from.Handle.DangerousGetHandle(), Wanted = LinkCalls.Readable };
        entries[1] = new LinkCalls.PollEntry { Descriptor = (int)_wake.DangerousGetHandle(), Wanted = LinkCalls.Readable };
        _ = LinkCalls.Poll(entries, 2, limited ? &timeout : null, 0);
        return (entries[0].Seen & ~LinkCalls.Readable) == 0;
    }

    private void ReadSome()
    {
        for (var i = 0; i < PacketsPerTurn; i++)
        {
            var buffer = _delayed.Borrow();
            var length = (int)LinkCalls.Read(_from.Handle, ref buffer[0], (nuint)buffer.Length);
            if (length > 0) Accept(buffer, length);
            else _delayed.Return(buffer);
            if (length <= 0) return;
        }
    }

    private void Accept(byte[] buffer, int length)
    {
        if (IsMulticast(buffer))
        {
            _ = Send(buffer, length);
            _tally.CountMulticast();
            _delayed.Return(buffer);
            return;
        }

        var fate = _line.Next(_settings, Now(), length);
        var number = _tally.CountIn(length, fate);
        if (fate.Corrupt) buffer[length - 1] ^= 1;
        if (fate.Verdict != Verdict.Deliver)
        {
            _delayed.Return(buffer);
            return;
        }

        _delayed.Add(new Travelling(buffer, length, number, false), fate.Release);
        if (fate.Duplicate) _delayed.Add(CopyOf(buffer, length, number), fate.Release);
    }

    private Travelling CopyOf(byte[] buffer, int length, long number)
    {
        var copy = _delayed.Borrow();
        buffer.AsSpan(0, length).CopyTo(copy);
        return new Travelling(copy, length, number, true);
    }

    private void DeliverDue()
    {
        while (_delayed.TryPeek(out var release) && release <= Now())
        {
            var packet = _delayed.Take();
            _tally.CountOut(packet, Send(packet.Buffer, packet.Length));
            _delayed.Return(packet.Buffer);
        }
    }

    private bool Send(byte[] buffer, int length) => LinkCalls.Write(_to.Handle, ref buffer[0], (nuint)length) == length;

    // 224.0.0.0/4 or ff00::/8 by the version in the first nibble (RFC 791 and RFC 8200, section 3 of each).
    private static bool IsMulticast(byte[] packet) => packet[0] >> 4 == 4 ? packet[16] >> 4 == 14 : packet[24] == 0xff;

    private long Now() => _clock.GetTimestamp();
}
