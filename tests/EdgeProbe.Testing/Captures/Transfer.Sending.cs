using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Testing.Captures;

/// <summary>The side that sends the data. Segments are counted; number n covers the bytes from n times their length.</summary>
public sealed partial class Transfer
{
    private const long PaceNs = Simulation.Millisecond / 4;
    private const int DuplicatesForLoss = 3;

    private readonly HashSet<int> _reported = [];
    private readonly HashSet<int> _mended = [];
    private readonly Dictionary<int, long> _passedNs = [];
    private readonly HashSet<int> _passedTwice = [];
    private readonly List<long> _samples = [];
    private int _acknowledged, _acknowledgedAtProbe, _next, _duplicates, _sentAgain, _spurious;
    private bool _closing;
    private int _timer;

    private long PayloadBytes => (long)_options.Segments * _options.SegmentBytes;

    private void Pump()
    {
        if (_acknowledged >= _options.Segments) return;
        if (_next < _options.Segments && _next - _acknowledged < _options.Window)
        {
            if (_next == 0) Rearm();
            SendSegment(_next++);
        }

        _simulation.After(PaceNs, Pump);
    }

    private void SendSegment(int number, bool again = false)
    {
        if (again) _sentAgain++;
        var last = number == _options.Segments - 1;
        var clock = Clock(ClientSends);
        var flags = TcpHeader.Ack | (last ? TcpHeader.Psh : 0);
        Send(
            ClientSends, flags, Range(number, number).Left, EndOfReceiver, () => Receive(number, clock),
            (uint)_options.SegmentBytes, null, at => Passed(number, at), data: true);
    }

    // At the probe: what was acknowledged here before needs no second look; what comes twice makes no sample (Karn).
    private void Passed(int number, long at)
    {
        if (number < _acknowledgedAtProbe) _spurious++;
        if (!_passedNs.TryAdd(number, at)) _passedTwice.Add(number);
    }

    private void AcknowledgmentPassed(int upTo, long at)
    {
        if (upTo <= _acknowledgedAtProbe) return;
        _acknowledgedAtProbe = upTo;
        if (!_passedTwice.Contains(upTo - 1)) _samples.Add(at - _passedNs[upTo - 1]);
    }

    private void Acknowledged(int upTo, IReadOnlyList<int> reported)
    {
        _reported.UnionWith(reported);
        _reported.RemoveWhere(number => number < upTo);
        if (upTo > _acknowledged)
        {
            _acknowledged = upTo;
            _duplicates = 0;
            Rearm();
        }
        else if (upTo == _acknowledged && upTo < _next)
        {
            _duplicates++;
        }

        if (_acknowledged >= _options.Segments) Finish();
        else if (_duplicates >= DuplicatesForLoss || _reported.Count > DuplicatesForLoss) Mend();
    }

    // Every hole below what was reported, each once until the timer says that it was lost again.
    private void Mend()
    {
        var below = _reported.Count > 0 ? _reported.Max() : _acknowledged + 1;
        for (var number = _acknowledged; number < below; number++)
        {
            if (!_reported.Contains(number) && _mended.Add(number)) SendSegment(number, again: true);
        }
    }

    private void Rearm()
    {
        var armed = ++_timer;
        _simulation.After(_options.RetransmissionTimerNs, () =>
        {
            if (armed != _timer || _acknowledged >= _options.Segments) return;
            _mended.Clear();
            _mended.Add(_acknowledged);
            SendSegment(_acknowledged, again: true);
            Rearm();
        });
    }

    private void Finish()
    {
        if (_closing) return;
        _closing = true;
        _simulation.After(30 * Simulation.Millisecond, Close);
    }
}
