using EdgeProbe.Stamp;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeProbe.Shared.Tests.Stamp;

public sealed class StampPacketTests
{
    private static readonly SenderPacket Sent = new(0x01020304, 0x1112131415161718, new ErrorEstimate(0x8A2B), 0x3C4D);

    private static readonly ReflectedPacket Reflected = new()
    {
        Sequence = 0xA0A1A2A3, Timestamp = 0xB0B1B2B3B4B5B6B7, Error = new ErrorEstimate(0xC0C1), SessionId = 0x3C4D,
        Received = 0xD0D1D2D3D4D5D6D7, Sender = Sent, SenderHopLimit = 0xE0,
    };

    // RFC 8762 figure 3 with the SSID of RFC 8972 figure 1.
    [Fact]
    public void The_sender_s_packet_lies_on_the_wire_as_the_standard_draws_it()
    {
        var bytes = new byte[SenderPacket.Bytes];
        Sent.Write(bytes);
        Assert.Equal("01020304" + "1112131415161718" + "8A2B" + "3C4D" + new string('0', 56), Convert.ToHexString(bytes));
    }

    // RFC 8762 figure 6 with the SSID of RFC 8972 figure 2.
    [Fact]
    public void The_reflector_s_packet_lies_on_the_wire_as_the_standard_draws_it()
    {
        var bytes = new byte[ReflectedPacket.Bytes];
        Reflected.Write(bytes);
        Assert.Equal(
            "A0A1A2A3" + "B0B1B2B3B4B5B6B7" + "C0C1" + "3C4D" + "D0D1D2D3D4D5D6D7" + "01020304" + "1112131415161718" + "8A2B" + "0000" + "E0"
            + "000000",
            Convert.ToHexString(bytes));
    }

    [Fact]
    public void Both_are_read_back_as_written()
    {
        var bytes = new byte[60];
        Sent.Write(bytes);
        Assert.True(SenderPacket.TryRead(bytes, out var sent));
        Assert.Equal(Sent, sent);
        Reflected.Write(bytes);
        Assert.True(ReflectedPacket.TryRead(bytes, out var reflected));
        Assert.Equal(Reflected, reflected);
    }

    [Fact]
    public void Cut_anywhere_they_are_refused()
    {
        var bytes = new byte[44];
        Reflected.Write(bytes);
        for (var length = 0; length < 44; length++)
        {
            Assert.False(SenderPacket.TryRead(bytes.AsSpan(0, length), out var sent));
            Assert.False(ReflectedPacket.TryRead(bytes.AsSpan(0, length), out var reflected));
            Assert.Equal((default, default), (sent, reflected));
        }
    }

    [Fact]
    public void A_void_error_estimate_makes_a_packet_malformed()
    {
        var bytes = new byte[44];
        (Sent with { Error = new ErrorEstimate(0x8A00) }).Write(bytes);
        Assert.False(SenderPacket.TryRead(bytes, out _));
        (Reflected with { Error = default }).Write(bytes);
        Assert.False(ReflectedPacket.TryRead(bytes, out _));
    }

    [Fact]
    public void Any_bytes_that_are_read_are_written_back_the_same() => Prop.ForAll<byte[]>(random =>
    {
        var bytes = new byte[44];
        random.AsSpan(0, Math.Min(44, random.Length)).CopyTo(bytes);
        var again = new byte[44];
        if (!SenderPacket.TryRead(bytes, out var sent)) return (bytes[13] & 0xFF) == 0;
        sent.Write(again);
        return again.AsSpan(0, 16).SequenceEqual(bytes.AsSpan(0, 16));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 2208988800UL << 32)]
    [InlineData("2026-11-23T05:00:00.5Z", 4004398800UL << 32 | 0x80000000)]
    [InlineData("2036-02-07T06:28:16Z", 0)]
    public void Ntp_time_is_that_of_the_standard(string time, ulong ntp)
    {
        var ticks = DateTimeOffset.Parse(time).UtcTicks;
        Assert.Equal(ntp, StampTime.ToNtp(ticks));
        Assert.Equal(ticks, StampTime.ToTicks(ntp, isPtp: false));
    }

    [Fact]
    public void Every_tick_survives_the_way_through_ntp_time() => Prop.ForAll<int, int>((seconds, rest) =>
    {
        var ticks = DateTime.UnixEpoch.AddYears(40).Ticks + (long)seconds * TimeSpan.TicksPerSecond / 4 + rest;
        return StampTime.ToTicks(StampTime.ToNtp(ticks), isPtp: false) == ticks;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Ptp_time_is_seconds_and_nanoseconds_since_1970() =>
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(7).Ticks + 5, StampTime.ToTicks(7UL << 32 | 512, isPtp: true));

    [Theory]
    [InlineData(true, 0.0)]
    [InlineData(true, 0.000001)]
    [InlineData(false, 0.0049)]
    [InlineData(true, 16.0)]
    [InlineData(false, 86400.0)]
    public void An_error_estimate_is_never_under_the_error_and_under_one_percent_above(bool synchronised, double seconds)
    {
        var error = TimeSpan.FromSeconds(seconds);
        var estimate = ErrorEstimate.From(synchronised, error);
        Assert.Equal((synchronised, false, true), (estimate.Synchronised, estimate.IsPtp, estimate.IsValid));
        Assert.InRange(estimate.Error, error, error * 1.01 + TimeSpan.FromTicks(1));
    }

    [Fact]
    public void A_hopeless_error_is_said_to_be_endless()
    {
        var estimate = ErrorEstimate.From(false, TimeSpan.MaxValue);
        Assert.Equal((TimeSpan.MaxValue, false), (estimate.Error, estimate.Synchronised));
    }
}
