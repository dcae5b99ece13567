namespace EdgeProbe.Testing.Wire;

/// <summary>What the golden files of tests/contract say, in the product's own words.</summary>
public static class GoldenBatches
{
    /// <summary>The worked example of CONTRACT.md: a ping of the gateway with one packet lost, and a DNS check.</summary>
    public static Batch Example => new()
    {
        StoreEpoch = 0x9C3F5A7712D04EB1,
        FirstSequence = 4_711,
        ConfigRevision = 3,
        Clock = new ClockStamp(ClockState.Synced, 1_840),
        Samples = [PingWithOneLost(), DnsCheck()],
    };

    /// <summary>v1.0-batch.bin: every field of version 1.0 at least once.</summary>
    public static Batch Full => Example with
    {
        DroppedBefore = 12,
        Replay = true,
        Clock = new ClockStamp(ClockState.Restamped, 250_000),
        Samples = [PingWithOneLost(), DnsCheck(), Stamp(), Http(), Path(), Silent()],
    };

    /// <summary>The second worked example of CONTRACT.md: TCP's round trips on the internet side in one window, and where its data was lost.</summary>
    public static Batch PassiveExample => Example with { Samples = [TcpOnTheWan()] };

    /// <summary>v1.1-batch.bin: every field of version 1.0, and the passive series in all their forms.</summary>
    public static Batch FullOfPassive => Full with { Samples = [.. Full.Samples, .. Passive(Full.Samples[^1].Window)] };

    /// <summary>Delays with counts, counts without delays, and counts of a series that makes no attempts at all.</summary>
    private static Sample[] Passive(Window window)
    {
        var tcp = TcpOnTheWan();
        tcp.Window = window;
        var dns = BatchMaker.Passive(22, window, [], (Counter.NameErrorAnswers, 2), (Counter.QueryRetries, 3));
        (dns.Sent, dns.LossEpisodes, dns.Reason) = (3, 1, Reason.ResolverTimedOut);
        var traffic = BatchMaker.Passive(
            28, window, [], (Counter.BytesUp, 81_000), (Counter.BytesDown, 9_400_000_000_000), (Counter.PacketsUp, 900), (Counter.PacketsDown, 1_400),
            (Counter.ActiveSeconds, 9), (Counter.PeakBytesDown, 1_250_000_000), (Counter.FramesReceived, 2_301), (Counter.ImpossibleDelays, 1));
        return [tcp, dns, traffic];
    }

    private static Sample TcpOnTheWan() => BatchMaker.Passive(
        18, BatchMaker.First, [20_100, 20_140, 20_300, 20_900, 21_000, 21_050, 21_900, 22_400, 24_000, 31_000],
        (Counter.PayloadBytes, 1_460_000), (Counter.LostBytes, 4_380), (Counter.LostSegments, 3), (Counter.Segments, 1_000), (Counter.ReorderedSegments, 2));

    private static Sample PingWithOneLost()
    {
        uint[] delays = [1_020, 1_044, 980, 1_500, 1_061, 2_900, 1_033, 1_012, 1_075];
        var sample = BatchMaker.Sample(1, BatchMaker.First, delays);
        (sample.Sent, sample.LossEpisodes, sample.Reason, sample.IpdvMicroseconds) = (10, 1, Reason.TimedOut, 712);
        sample.Slots = [new Slot(SlotState.Good, 5), new Slot(SlotState.Good, 5)];
        return sample;
    }

    private static Sample DnsCheck()
    {
        var sample = BatchMaker.Sample(6, BatchMaker.First, 14_250);
        sample.Code = 0;
        return sample;
    }

    private static Sample Stamp()
    {
        var sample = BatchMaker.Sample(3, BatchMaker.First.Next(), 12_000, 12_100, 12_500, 13_000, 40_000);
        (sample.Sent, sample.LossEpisodes, sample.LostUp, sample.LostDown) = (10, 2, 4, 1);
        (sample.Duplicate, sample.Reordered, sample.Late, sample.Invalid) = (2, 1, 1, 3);
        (sample.Reason, sample.IpdvMicroseconds) = (Reason.TimedOut, 7_000);
        sample.OneWay = new OneWayDelays(6_800, -120, 1_840);
        sample.Flags = MeasurementFlags.UserSpaceTime | MeasurementFlags.Reordered;
        sample.Slots = [new Slot(SlotState.Bad, 5), new Slot(SlotState.Unknown, 0)];
        return sample;
    }

    private static Sample Http()
    {
        var sample = BatchMaker.Sample(8, BatchMaker.First.Next(), 95_000, 110_000);
        (sample.Sent, sample.Failed, sample.Reason, sample.Code) = (7, 5, Reason.HttpServerError, 503);
        sample.IpdvMicroseconds = 15_000;
        sample.Failures = new StageFailures(1, 1, 1, 1, 1);
        sample.Http = new HttpPhases(11_000, 20_000, 31_000, 25_000) { CertificateDaysLeft = -2 };
        (sample.Addresses, sample.AddressesAnswering) = (4, 3);
        return sample;
    }

    private static Sample Path()
    {
        var sample = BatchMaker.Sample(10, BatchMaker.First.Next().Next(), 21_000);
        sample.Path = new PathFacts(11, 9, 0x51B722C90D4E83F6);
        return sample;
    }

    private static Sample Silent() => new()
    {
        Test = 2,
        Window = BatchMaker.First.Next().Next(),
        NotAttempted = 10,
        Reason = Reason.NoRoute,
        Slots = [new Slot(SlotState.Unknown, 0), new Slot(SlotState.Unknown, 0)],
    };
}
