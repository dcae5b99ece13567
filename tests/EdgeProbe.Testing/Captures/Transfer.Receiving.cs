using EdgeProbe.Testing.Packets;

namespace EdgeProbe.Testing.Captures;

/// <summary>The side that receives the data and acknowledges it.</summary>
public sealed partial class Transfer
{
    private const int MostBlocks = 3;

    private readonly SortedSet<int> _waiting = [];
    private int _expected, _unacknowledged;
    private (uint, uint)? _duplicate;

    private void Receive(int number, uint clock)
    {
        _duplicate = null;
        if (number == _expected)
        {
            // RFC 7323 section 4.3: the echo is of the earliest segment that is not acknowledged yet.
            if (_unacknowledged == 0) Echo(ClientSends, clock);
            Take();
        }
        else
        {
            if (number < _expected || !_waiting.Add(number)) _duplicate = Range(number, number + 1);
            Acknowledge();
        }
    }

    private void Take()
    {
        _expected++;
        var filled = _waiting.Count > 0;
        while (_waiting.Remove(_expected)) _expected++;
        _unacknowledged++;
        if (filled || _options.DelayedAckNs == 0 || _unacknowledged >= 2 || _expected >= _options.Segments)
        {
            Acknowledge();
            return;
        }

        var waitingFor = _expected;
        _simulation.After(_options.DelayedAckNs, () =>
        {
            if (_unacknowledged > 0 && waitingFor == _expected) Acknowledge();
        });
    }

    private void Acknowledge()
    {
        _unacknowledged = 0;
        var upTo = _expected;
        int[] reported = _options.Sack ? [.. _waiting] : [];
        Send(
            !ClientSends, TcpHeader.Ack, EndOfReceiver, Range(upTo, upTo).Left, () => Acknowledged(upTo, reported),
            0, Blocks(), at => AcknowledgmentPassed(upTo, at), data: false);
    }

    // RFC 2018 section 4 and RFC 2883: what came twice first, then the ranges above the acknowledgment, the highest first.
    private (uint, uint)[]? Blocks()
    {
        if (!_options.Sack) return null;
        var blocks = new List<(uint, uint)>();
        int? from = null;
        var previous = 0;
        foreach (var number in _waiting)
        {
            if (from is { } start && number != previous + 1)
            {
                blocks.Insert(0, Range(start, previous + 1));
                from = number;
            }

            from ??= number;
            previous = number;
        }

        if (from is { } last) blocks.Insert(0, Range(last, previous + 1));
        if (_duplicate is { } twice) blocks.Insert(0, twice);
        return blocks.Count == 0 ? null : [.. blocks.Take(MostBlocks)];
    }

    private (uint Left, uint Right) Range(int from, int to) => (1 + (uint)(from * _options.SegmentBytes), 1 + (uint)(to * _options.SegmentBytes));
}
