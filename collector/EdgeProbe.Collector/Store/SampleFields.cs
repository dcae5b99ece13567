using System.Buffers;
using System.Text.Json;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Store;

/// <summary>One whole number of a sample under the name that databases know it by.</summary>
/// <param name="Number">Its number in the embedded store's bytes: added to, never reused.</param>
/// <param name="Name">Its name as a field of the measurement <c>window</c>.</param>
/// <param name="Read">Null when the sample does not have it: absent is not zero.</param>
public sealed record SampleField(int Number, string Name, Func<Sample, long?> Read, Action<Sample, long> Restore);

/// <summary>
/// All numbers of a sample but its sketch's counts: the one list that both stores read and write, so that they cannot disagree.
/// </summary>
public static class SampleFields
{
    internal const int FirstSlot = 64;
    internal const int FirstCount = 900;

    private static readonly SampleField[] Fixed = [.. Attempts(), .. Delays(), .. Stages(), .. Facts()];

    // As many as a window of an hour has.
    private static readonly SampleField[] Slots = [.. Enumerable.Range(0, ContractLimits.MaxSlots).Select(SlotField)];

    private static readonly SampleField[] Counts = [.. Enum.GetValues<Counter>().Where(counter => counter != Counter.None).Select(CountField)];

    private static readonly SampleField?[] ByNumber = InOrderOfNumbers();

    /// <summary>Every field there is, in the order in which they must be restored.</summary>
    public static IEnumerable<SampleField> All => [.. Fixed, .. Slots, .. Counts];

    public static IEnumerable<(SampleField Field, long Value)> Read(Sample sample)
    {
        foreach (var field in Fixed)
            if (field.Read(sample) is { } value) yield return (field, value);
        for (var i = 0; i < Math.Min(sample.Slots.Count, Slots.Length); i++) yield return (Slots[i], Slots[i].Read(sample)!.Value);
        if (sample.Counts is null) yield break;
        foreach (var field in Counts)
            if (field.Read(sample) is { } value) yield return (field, value);
    }

    public static byte[] Write(Sample sample)
    {
        var bytes = new ArrayBufferWriter<byte>(64);
        Write(sample, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The same as <see cref="Read"/> tells, as (number, zigzag value) in base-128 varints. Allocates nothing itself.</summary>
    public static void Write(Sample sample, IBufferWriter<byte> into)
    {
        foreach (var field in Fixed) Write(field, sample, into);
        for (var i = 0; i < Math.Min(sample.Slots.Count, Slots.Length); i++) Write(Slots[i], sample, into);
        if (sample.Counts is null) return;
        foreach (var field in Counts) Write(field, sample, into);
    }

    /// <summary>False when the bytes end inside a number. A field that a later version wrote is passed over.</summary>
    public static bool TryRestore(ReadOnlySpan<byte> bytes, Sample into)
    {
        while (!bytes.IsEmpty)
        {
            if (!Varint.TryRead(ref bytes, out var number) || !Varint.TryRead(ref bytes, out var value)) return false;
            if (number < (ulong)ByNumber.Length) ByNumber[number]?.Restore(into, Varint.UnZigZag(value));
        }

        return true;
    }

    private static void Write(SampleField field, Sample sample, IBufferWriter<byte> into)
    {
        if (field.Read(sample) is not { } value) return;
        Varint.Write(into, (ulong)field.Number);
        Varint.Write(into, Varint.ZigZag(value));
    }

    private static IEnumerable<SampleField> Attempts() =>
    [
        new(SampleNumbers.Sent, "sent", s => s.Sent, (s, v) => s.Sent = (uint)v),
        new(SampleNumbers.Received, "received", s => s.Received, (s, v) => s.Received = (uint)v),
        new(SampleNumbers.Failed, "failed", s => NotZero(s.Failed), (s, v) => s.Failed = (uint)v),
        new(4, "not_attempted", s => NotZero(s.NotAttempted), (s, v) => s.NotAttempted = (uint)v),
        new(SampleNumbers.LossEpisodes, "loss_episodes", s => NotZero(s.LossEpisodes), (s, v) => s.LossEpisodes = (uint)v),
        new(6, "duplicate", s => s.Duplicate, (s, v) => s.Duplicate = (uint)v),
        new(7, "reordered", s => s.Reordered, (s, v) => s.Reordered = (uint)v),
        new(SampleNumbers.Late, "late", s => s.Late, (s, v) => s.Late = (uint)v),
        new(9, "invalid", s => NotZero(s.Invalid), (s, v) => s.Invalid = (uint)v),
        new(SampleNumbers.LostUp, "lost_up", s => NotZero(s.LostUp), (s, v) => s.LostUp = (uint)v),
        new(SampleNumbers.LostDown, "lost_down", s => NotZero(s.LostDown), (s, v) => s.LostDown = (uint)v),
    ];

    private static IEnumerable<SampleField> Delays() =>
    [
        new(12, "ipdv_us", s => s.IpdvMicroseconds, (s, v) => s.IpdvMicroseconds = (uint)v),
        new(SampleNumbers.MinDelay, "min_us", s => s.Delays.Count == 0 ? null : (long)s.Delays.Min, (s, v) => s.Delays.RestoreBounds((ulong)v, s.Delays.Max, s.Delays.Sum)),
        new(SampleNumbers.MaxDelay, "max_us", s => s.Delays.Count == 0 ? null : (long)s.Delays.Max, (s, v) => s.Delays.RestoreBounds(s.Delays.Min, (ulong)v, s.Delays.Sum)),
        new(SampleNumbers.SumOfDelays, "sum_us", s => s.Delays.Count == 0 ? null : (long)s.Delays.Sum, (s, v) => s.Delays.RestoreBounds(s.Delays.Min, s.Delays.Max, (ulong)v)),
        new(16, "up_us", s => s.OneWay?.UpMicroseconds, (s, v) => s.OneWay = (s.OneWay ?? default) with { UpMicroseconds = (int)v }),
        new(17, "down_us", s => s.OneWay?.DownMicroseconds, (s, v) => s.OneWay = (s.OneWay ?? default) with { DownMicroseconds = (int)v }),
        new(18, "one_way_err_us", s => s.OneWay?.ErrorMicroseconds, (s, v) => s.OneWay = (s.OneWay ?? default) with { ErrorMicroseconds = (uint)v }),
    ];

    private static IEnumerable<SampleField> Stages() =>
    [
        new(SampleNumbers.DnsFailed, "dns_failed", s => NotZero(s.Failures.Dns), (s, v) => s.Failures = s.Failures with { Dns = (uint)v }),
        new(21, "tcp_failed", s => NotZero(s.Failures.Tcp), (s, v) => s.Failures = s.Failures with { Tcp = (uint)v }),
        new(22, "tls_failed", s => NotZero(s.Failures.Tls), (s, v) => s.Failures = s.Failures with { Tls = (uint)v }),
        new(23, "http_failed", s => NotZero(s.Failures.Http), (s, v) => s.Failures = s.Failures with { Http = (uint)v }),
        new(SampleNumbers.ContentFailed, "content_failed", s => NotZero(s.Failures.Content), (s, v) => s.Failures = s.Failures with { Content = (uint)v }),
        new(25, "resolve_us", s => s.Http?.Resolve, (s, v) => s.Http = (s.Http ?? default) with { Resolve = (uint)v }),
        new(26, "connect_us", s => s.Http?.Connect, (s, v) => s.Http = (s.Http ?? default) with { Connect = (uint)v }),
        new(27, "tls_us", s => s.Http?.Tls, (s, v) => s.Http = (s.Http ?? default) with { Tls = (uint)v }),
        new(SampleNumbers.FirstByte, "first_byte_us", s => s.Http?.FirstByte, (s, v) => s.Http = (s.Http ?? default) with { FirstByte = (uint)v }),
        new(29, "cert_days", s => s.Http?.CertificateDaysLeft, (s, v) => s.Http = (s.Http ?? default) with { CertificateDaysLeft = (int)v }),
    ];

    private static IEnumerable<SampleField> Facts() =>
    [
        new(SampleNumbers.Reason, "reason", s => s.Reason == Reason.Answered ? null : (long)s.Reason, (s, v) => s.Reason = (Reason)v),
        new(31, "code", s => s.Code, (s, v) => s.Code = (ushort)v),
        new(32, "flags", s => NotZero((uint)s.Flags), (s, v) => s.Flags = (MeasurementFlags)v),
        // A path's hash uses all 64 bits: kept as the same bits in a signed number, which is all that line protocol 1.x has.
        new(33, "path_hash", s => unchecked((long?)s.Path?.Hash), (s, v) => s.Path = (s.Path ?? default) with { Hash = unchecked((ulong)v) }),
        new(34, "path_hops", s => s.Path?.Hops, (s, v) => s.Path = (s.Path ?? default) with { Hops = (byte)v }),
        new(35, "path_answering", s => s.Path?.Answering, (s, v) => s.Path = (s.Path ?? default) with { Answering = (byte)v }),
        new(38, "path_first_hop", s => s.Path is { FirstHop: not 0 } path ? unchecked((long)path.FirstHop) : null,
            (s, v) => s.Path = (s.Path ?? default) with { FirstHop = unchecked((ulong)v) }),
        new(36, "addresses", s => NotZero(s.Addresses), (s, v) => s.Addresses = (byte)v),
        new(37, "addresses_answering", s => s.Addresses == 0 ? null : s.AddressesAnswering, (s, v) => s.AddressesAnswering = (byte)v),
    ];

    // As on the wire: attempts * 4 + state.
    private static SampleField SlotField(int index) => new(
        FirstSlot + index,
        $"slot_{index}",
        s => index < s.Slots.Count ? s.Slots[index].Attempts * 4L + (long)s.Slots[index].State : null,
        (s, v) => s.Slots = [.. s.Slots, new Slot((SlotState)(v & 3), (int)(v >> 2))]);

    // A passive series has a few of them, and a count of zero is as absent as on the wire. What the contract lets through fits a signed number.
    private static SampleField CountField(Counter counter) => new(
        FirstCount + (int)counter,
        $"count_{JsonNamingPolicy.SnakeCaseLower.ConvertName(counter.ToString())}",
        s => s.Counts?[counter] is > 0 and var count ? (long)count : null,
        (s, v) => (s.Counts ??= new CounterSet()).Add(counter, (ulong)v));

    private static SampleField?[] InOrderOfNumbers()
    {
        var fields = new SampleField?[FirstCount + Counters.Capacity];
        foreach (var field in All) fields[field.Number] = field;
        return fields;
    }

    private static long? NotZero(uint number) => number == 0 ? null : number;
}

/// <summary>Numbers of <see cref="SampleFields"/> that are read by themselves.</summary>
internal static class SampleNumbers
{
    public const int Sent = 1;
    public const int Received = 2;
    public const int Failed = 3;
    public const int LossEpisodes = 5;
    public const int Late = 8;
    public const int LostUp = 10;
    public const int LostDown = 11;
    public const int MinDelay = 13;
    public const int MaxDelay = 14;
    public const int SumOfDelays = 15;
    public const int DnsFailed = 20;
    public const int ContentFailed = 24;
    public const int FirstByte = 28;
    public const int Reason = 30;
}
