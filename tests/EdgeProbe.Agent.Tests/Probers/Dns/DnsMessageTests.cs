using EdgeProbe.Probers.Dns;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeProbe.Agent.Tests.Probers.Dns;

public sealed class DnsMessageTests
{
    [Fact]
    public void A_query_is_what_RFC_1035_draws()
    {
        var (query, _) = Query("a.bc");
        byte[] expected =
        [
            0x12, 0x34, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 1, // id, RD, one question, one additional
            1, (byte)'a', 2, (byte)'b', (byte)'c', 0, 0, 1, 0, 1, // a.bc A IN
            0, 0, 41, 0x04, 0xD0, 0, 0, 0, 0, 0, 0, // OPT with 1232
        ];
        Assert.Equal(expected, query);
    }

    [Fact]
    public void A_whole_answer_is_read()
    {
        var (query, question) = Query("shop.test");
        Assert.Equal(DnsReading.Ours, DnsReply.Read(Replies.To(query), question, out var reply));
        Assert.Equal(new DnsReply(DnsRcode.NoError, false, 1, 60), reply);
    }

    [Fact]
    public void An_answer_cut_at_any_length_is_never_taken()
    {
        var (query, question) = Query("shop.test");
        var whole = Replies.To(query);
        for (var length = 0; length < whole.Length; length++)
            Assert.NotEqual(DnsReading.Ours, DnsReply.Read(whole.AsSpan(0, length), question, out _));
    }

    [Fact]
    public void The_name_of_the_question_may_come_back_in_other_case()
    {
        var (query, question) = Query("shop.test");
        var reply = Replies.To(query);
        reply[13] = (byte)'S';
        Assert.Equal(DnsReading.Ours, DnsReply.Read(reply, question, out _));
    }

    [Theory]
    [InlineData(0x40)]
    [InlineData(0x80)]
    public void Reserved_label_types_are_no_names(byte length)
    {
        byte[] message = [length, .. new byte[200]];
        Assert.False(DnsName.TrySkip(message, 0, out _));
    }

    [Fact]
    public void Pointers_that_do_not_go_backward_are_refused()
    {
        Assert.False(DnsName.TrySkip([0xC0, 0], 0, out _));
        Assert.False(DnsName.TrySkip([0xC0, 2, 0xC0, 0], 0, out _));
        Assert.False(DnsName.TrySkip([1, (byte)'a', 0xC0, 0], 0, out _));
        Assert.True(DnsName.TrySkip([1, (byte)'a', 0, 0xC0, 0], 3, out var end));
        Assert.Equal(5, end);
    }

    [Fact]
    public void A_name_is_at_most_255_octets()
    {
        Span<byte> to = stackalloc byte[DnsName.MaxLength];
        var label = new string('x', 63);
        Assert.True(DnsName.TryWrite($"{label}.{label}.{label}.{new string('y', 61)}", to, out var written));
        Assert.Equal(255, written);
        Assert.False(DnsName.TryWrite($"{label}.{label}.{label}.{new string('y', 62)}", to, out _));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("")]
    public void The_root_is_a_name(string root)
    {
        Span<byte> to = stackalloc byte[DnsName.MaxLength];
        Assert.True(DnsName.TryWrite(root, to, out var written));
        Assert.Equal((1, (byte)0), (written, to[0]));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".a")]
    [InlineData("a..")]
    [InlineData("bücher.test")]
    public void What_cannot_be_written_is_refused(string name) =>
        Assert.False(DnsName.TryWrite(name, new byte[DnsName.MaxLength], out _));

    [Fact]
    public void A_name_that_was_written_is_read_as_itself() =>
        Prop.ForAll(Names().ToArbitrary(), name =>
        {
            var encoded = new byte[DnsName.MaxLength];
            if (!DnsName.TryWrite(name, encoded, out var length)) return false;
            return DnsName.TryCompare(encoded, 0, encoded.AsSpan(0, length), out var end, out var same) && same && end == length;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Random_octets_never_throw_and_are_never_ours() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), octets =>
        {
            var (_, question) = Query("shop.test");
            DnsName.TrySkip(octets, 0, out _);
            return DnsReply.Read(octets, question, out _) != DnsReading.Ours;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(600));

    [Fact]
    public void Random_damage_to_a_good_answer_never_throws() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(ushort, byte)[]>(), damage =>
        {
            var (query, question) = Query("shop.test");
            var reply = Replies.To(query);
            foreach (var (at, octet) in damage) reply[at % reply.Length] = octet;
            return Enum.IsDefined(DnsReply.Read(reply, question, out _));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Wrong_settings_are_told_by_name()
    {
        Assert.Empty(new DnsOptions().Problems());
        var problems = new DnsOptions { Timeout = TimeSpan.Zero, UdpPayload = 100, Ask = DnsType.Opt }.Problems().ToArray();
        Assert.Equal(
            [
                "dns.timeout is 00:00:00; it must lie between 10 ms and 10 s",
                "dns.udpPayload is 100; it must be 0 (no EDNS) or lie between 512 and 4096",
                "dns.ask is Opt; it must be A or Aaaa",
            ],
            problems);
    }

    private static Gen<string> Names()
    {
        var labels = Gen.Elements("a", "shop", "x-1", "LONGER", "sixteen-letters1").NonEmptyListOf();
        return labels.Select(some => string.Join('.', some.Take(10)));
    }

    private static (byte[] Query, DnsQuestion Question) Query(string name)
    {
        var encoded = new byte[DnsName.MaxLength];
        Assert.True(DnsName.TryWrite(name, encoded, out var length));
        var question = new DnsQuestion(0x1234, encoded.AsMemory(0, length), DnsType.A);
        var query = new byte[DnsQuery.MaxLength];
        Assert.True(DnsQuery.TryWrite(question, 1232, query, out var written));
        return (query[..written], question);
    }
}
