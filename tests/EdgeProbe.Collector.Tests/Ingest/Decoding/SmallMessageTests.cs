using EdgeProbe.Collector.Ingest.Decoding;
using EdgeProbe.Contract;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeProbe.Collector.Tests.Ingest.Decoding;

public sealed class SmallMessageTests
{
    private static readonly Birth Full = new()
    {
        AgentVersion = "0.1.0",
        StoreEpoch = 0x9C3F5A7712D04EB1,
        Session = 42,
        ConfigRevision = 3,
        WindowMs = 60_000,
        Clock = new ClockStamp(ClockState.Holdover, 9_000),
        Hardware = "Raspberry Pi 4 Model B Rev 1.4",
        Site = "Hauptstraße 1, 🏠",
        Capabilities = ["icmp-datagram", "ipv6"],
        Tests =
        [
            new TestDescription { Alias = 1, Kind = Kind.Icmp, Segment = Segment.Lan, Target = "gateway", Family = IpFamily.V4, Period = TimeSpan.FromSeconds(1) },
            new TestDescription
            {
                Alias = 8, Kind = Kind.Http, Segment = Segment.Service, Target = "bank", Endpoint = "https://bank.example/", Family = IpFamily.V6,
                Period = TimeSpan.FromSeconds(30), Parameters = new Dictionary<string, string> { ["expect"] = "Welcome", ["empty"] = "" },
            },
        ],
    };

    [Fact]
    public void A_birth_is_read_as_it_was_written()
    {
        Assert.True(BirthDecoder.TryDecode(BirthCodec.Encode(Full), out var read, out _));
        Assert.Equal(Full.Tests.SelectMany(test => test.Parameters), read!.Tests.SelectMany(test => test.Parameters));
        Assert.Equal(Full.Tests.Select(WithoutParameters), read.Tests.Select(WithoutParameters));
        Assert.Equal(Full.Capabilities, read.Capabilities);
        Assert.Equal(Full with { Tests = [], Capabilities = [] }, read with { Tests = [], Capabilities = [] });
    }

    [Theory] // W15
    [InlineData(",= \"\n\\")]
    [InlineData("🛰️ an emoji")]
    [InlineData("#/+")]
    [InlineData("\0")]
    public void Names_come_through_as_they_are(string name)
    {
        var birth = Full with { Tests = [Full.Tests[0] with { Target = name }], Site = name };
        Assert.True(BirthDecoder.TryDecode(BirthCodec.Encode(birth), out var read, out _));
        Assert.Equal((name, name), (read!.Tests[0].Target, read.Site));
    }

    [Fact] // W15
    public void A_name_of_64_kibibytes_is_refused()
    {
        var birth = Full with { Site = new string('x', 64 * 1024 - 400) };
        Assert.False(BirthDecoder.TryDecode(BirthCodec.Encode(birth), out _, out var failure));
        Assert.Equal(DecodeFailure.TooManyValues, failure);
    }

    [Fact] // W15
    public void A_test_without_a_name_or_an_alias_is_refused()
    {
        foreach (var test in new[] { Full.Tests[0] with { Target = "" }, Full.Tests[0] with { Alias = 0 } })
        {
            Assert.False(BirthDecoder.TryDecode(BirthCodec.Encode(Full with { Tests = [test] }), out _, out var failure));
            Assert.Equal(DecodeFailure.MissingName, failure);
        }
    }

    [Fact]
    public void Text_that_is_no_utf8_is_refused()
    {
        Assert.False(BirthDecoder.TryDecode([0x0A, 0x02, 0xC3, 0x28], out _, out var failure));
        Assert.Equal(DecodeFailure.InvalidText, failure);
    }

    [Fact]
    public void Passive_tests_are_read_as_what_they_are_on_either_side_and_on_none()
    {
        Segment[] sides = [Segment.Lan, Segment.Wan, Segment.None];
        TestDescription[] tests =
        [
            .. Enum.GetValues<Kind>().Where(k => k.IsPassive()).SelectMany(kind => sides.Select(side => Full.Tests[0] with
            {
                Kind = kind, Segment = side, Target = "tcp under load", Endpoint = "passive",
            })),
        ];
        Assert.True(BirthDecoder.TryDecode(BirthCodec.Encode(Full with { Tests = tests }), out var read, out _));
        Assert.Equal(tests.Select(t => (t.Kind, t.Segment)), read!.Tests.Select(t => (t.Kind, t.Segment)));
    }

    [Fact] // W9
    public void Kinds_of_a_newer_agent_become_other()
    {
        var birth = Full with { Tests = [Full.Tests[0] with { Kind = (Kind)77, Segment = (Segment)9, Family = (IpFamily)5 }] };
        Assert.True(BirthDecoder.TryDecode(BirthCodec.Encode(birth), out var read, out _));
        Assert.Equal((Kind.Other, Segment.None, IpFamily.Any), (read!.Tests[0].Kind, read.Tests[0].Segment, read.Tests[0].Family));
    }

    [Theory]
    [InlineData(true, 7, "")]
    [InlineData(false, 7, ProbeState.Will)]
    [InlineData(false, 8, ProbeState.Stopped)]
    public void A_state_is_read_as_it_was_written(bool online, ulong session, string reason)
    {
        var state = new ProbeState(online, session, reason);
        Assert.True(StateDecoder.TryDecode(StateCodec.Encode(state), out var read, out _));
        Assert.Equal(state, read);
    }

    [Fact]
    public void An_event_is_read_as_it_was_written()
    {
        var happened = new ProbeEvent
        {
            StoreEpoch = 1, Session = 2, Time = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_123), Name = "target/down", Subject = "bank",
            Text = "bank does not answer since 09:00:10.",
        };
        Assert.True(EventDecoder.TryDecode(EventCodec.Encode(happened), out var read, out _));
        Assert.Equal(happened, read);
        Assert.False(EventDecoder.TryDecode(EventCodec.Encode(happened with { Name = "" }), out _, out var failure));
        Assert.Equal(DecodeFailure.MissingName, failure);
    }

    [Fact]
    public void Small_messages_cut_or_damaged_never_throw()
    {
        var bytes = BirthCodec.Encode(Full);
        Assert.True(Judge(bytes));
        for (var length = 0; length < bytes.Length; length++) Assert.True(Judge(bytes.AsSpan(0, length)), $"cut to {length} bytes");
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var flipped = (byte[])bytes.Clone();
            flipped[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.True(Judge(flipped), $"bit {bit} is flipped");
        }
    }

    [Fact]
    public void Random_bytes_never_throw() => Prop.ForAll<byte[]>(bytes => Judge(bytes)).QuickCheckThrowOnFailure();

    // Each decoder either gives a message or says why not, and the reason is one of those that it knows.
    private static bool Judge(ReadOnlySpan<byte> bytes) =>
        Answered(BirthDecoder.TryDecode(bytes, out var birth, out var noBirth), birth, noBirth)
        && Answered(StateDecoder.TryDecode(bytes, out var state, out var noState), state, noState)
        && Answered(EventDecoder.TryDecode(bytes, out var happened, out var noEvent), happened, noEvent);

    private static bool Answered(bool isDecoded, object? message, DecodeFailure failure) =>
        isDecoded == message is not null && isDecoded == (failure == DecodeFailure.None) && failure != DecodeFailure.Undecodable;

    private static TestDescription WithoutParameters(TestDescription test) => test with { Parameters = Full.Tests[0].Parameters };
}
