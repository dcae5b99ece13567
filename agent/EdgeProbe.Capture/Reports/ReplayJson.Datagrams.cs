using EdgeProbe.Capture.Flows;
using EdgeProbe.Capture.Flows.Records;

namespace EdgeProbe.Capture.Reports;

/// <summary>DNS, QUIC, RTP and ICMP.</summary>
internal sealed partial class ReplayJson
{
    private static ReadOnlySpan<byte> WordOf(DnsAnswer answer) => answer switch
    {
        DnsAnswer.NoError => "NOERROR"u8,
        DnsAnswer.NoData => "NODATA"u8,
        DnsAnswer.NameError => "NXDOMAIN"u8,
        DnsAnswer.ServerFailure => "SERVFAIL"u8,
        DnsAnswer.Refused => "REFUSED"u8,
        _ => "OTHER"u8,
    };

    private static ReadOnlySpan<byte> WordOf(IcmpErrorClass of) => of switch
    {
        IcmpErrorClass.Network => "network"u8,
        IcmpErrorClass.Host => "host"u8,
        IcmpErrorClass.Port => "port"u8,
        IcmpErrorClass.Prohibited => "prohibited"u8,
        IcmpErrorClass.TooBig => "too_big"u8,
        IcmpErrorClass.TimeToLive => "ttl"u8,
        _ => "other"u8,
    };

    private static ReadOnlySpan<byte> WordOf(SpinState state) => state switch
    {
        SpinState.Spinning => "spinning"u8,
        SpinState.Off => "off"u8,
        _ => "unsure"u8,
    };

    private static ReadOnlySpan<byte> WordOf(ClockSource source) => source switch
    {
        ClockSource.Table => "table"u8,
        ClockSource.Signalling => "signalling"u8,
        ClockSource.Inferred => "inferred"u8,
        _ => "unknown"u8,
    };

    private void WriteDns()
    {
        var dns = _book.Dns;
        json.WriteStartObject("dns"u8);
        json.WriteNumber("queries"u8, dns.Queries);
        json.WriteNumber("answered"u8, dns.Answered);
        json.WriteNumber("late"u8, dns.Late);
        json.WriteNumber("timeouts"u8, dns.Timeouts);
        json.WriteNumber("pending"u8, dns.Queries - dns.Answered - dns.Timeouts - dns.RefusedByIcmp - dns.GivenUp);
        json.WriteNumber("given_up"u8, dns.GivenUp);
        json.WriteNumber("retries"u8, dns.Retries);
        json.WriteNumber("duplicate_answers"u8, dns.DuplicateAnswers);
        json.WriteNumber("unasked_answers"u8, dns.UnaskedAnswers);
        json.WriteNumber("truncated"u8, dns.Truncated);
        json.WriteNumber("refused_by_icmp"u8, dns.RefusedByIcmp);
        json.WriteStartObject("rcodes"u8);
        for (var i = DnsAnswer.NoError; i <= DnsAnswer.Other; i++) json.WriteNumber(WordOf(i), dns.ByAnswer[(int)i]);
        json.WriteEndObject();
        WriteSpread("time_us"u8, dns.Times);
        json.WriteStartArray("transactions"u8);
        foreach (ref readonly var query in _book.Queries.AsSpan()) Write(query);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Write(in QueryRecord query)
    {
        json.WriteStartObject();
        json.WriteEnd("client"u8, query.Client, query.ClientPort);
        json.WriteEnd("resolver"u8, query.Resolver, query.ResolverPort);
        json.WriteString("side"u8, WordOf(query.Side));
        json.WriteString("protocol"u8, query.IsTcp ? "tcp"u8 : "udp"u8);
        Start(query.StartNs);
        MicrosecondsOrNull("time_us"u8, query.AnswerNs);
        if (query.Outcome == QueryOutcome.Answered) json.WriteString("rcode"u8, WordOf(query.Answer));
        else json.WriteNull("rcode"u8);
        json.WriteString("outcome"u8, query.Outcome switch
        {
            QueryOutcome.Answered => "answered"u8,
            QueryOutcome.TimedOut => "timed_out"u8,
            QueryOutcome.Refused => "refused"u8,
            _ => "pending"u8,
        });
        json.WriteNumber("retries"u8, query.Retries);
        json.WriteEndObject();
    }

    private void WriteQuic()
    {
        json.WriteStartArray("quic"u8);
        foreach (ref readonly var quic in _book.Quic.AsSpan()) Write(quic);
        json.WriteEndArray();
    }

    private void Write(in QuicRecord quic)
    {
        var isInbound = quic.ClientSide == Side.Wan;
        json.WriteStartObject();
        json.WriteEnd("client"u8, quic.Client, quic.ClientPort);
        json.WriteEnd("server"u8, quic.Server, quic.ServerPort);
        json.WriteString("client_side"u8, WordOf(quic.ClientSide));
        json.WriteString("sides"u8, WordOf(quic.Basis));
        Start(quic.StartNs);
        json.WriteHex("version"u8, quic.Version);
        json.WriteStartObject("handshake"u8);
        MicrosecondsOrNull("wan_us"u8, isInbound ? quic.ClientHalfNs : quic.ServerHalfNs);
        MicrosecondsOrNull("lan_us"u8, isInbound ? quic.ServerHalfNs : quic.ClientHalfNs);
        MicrosecondsOrNull("from_first_initial_us"u8, quic.ServerHalfFromFirstNs);
        json.WriteNumber("initials"u8, quic.Initials);
        json.WriteBoolean("ambiguous"u8, quic.ServerHalfNs != quic.ServerHalfFromFirstNs);
        json.WriteEndObject();
        json.WriteBoolean("retry"u8, quic.HasRetry);
        json.WriteBoolean("zero_rtt"u8, quic.HasZeroRtt);
        json.WriteStartObject("spin"u8);
        json.WriteString("state"u8, WordOf(quic.Spin));
        WriteEnds("edges"u8, quic.ClientEdges, quic.ServerEdges);
        json.WriteNumber("rejected"u8, quic.RejectedEdges);
        WriteSpread("wan"u8, isInbound ? quic.ClientSpin : quic.ServerSpin);
        WriteSpread("lan"u8, isInbound ? quic.ServerSpin : quic.ClientSpin);
        json.WriteEndObject();
        WriteEnds("packets"u8, quic.ClientPackets, quic.ServerPackets);
        json.WriteEndObject();
    }

    private void WriteEnds(ReadOnlySpan<byte> name, uint client, uint server)
    {
        json.WriteStartObject(name);
        json.WriteNumber("client"u8, client);
        json.WriteNumber("server"u8, server);
        json.WriteEndObject();
    }

    private void WriteRtp()
    {
        json.WriteStartArray("rtp"u8);
        foreach (ref readonly var stream in _book.Streams.AsSpan()) Write(stream);
        json.WriteEndArray();
    }

    private void Write(in StreamRecord stream)
    {
        json.WriteStartObject();
        json.WriteEnd("source"u8, stream.Source, stream.SourcePort);
        json.WriteEnd("destination"u8, stream.Destination, stream.DestinationPort);
        json.WriteString("from"u8, WordOf(stream.From));
        json.WriteHex("ssrc"u8, stream.StreamSource);
        json.WriteNumber("payload_type"u8, stream.PayloadType);
        if (stream.ClockRate > 0) json.WriteNumber("clock_rate"u8, stream.ClockRate);
        else json.WriteNull("clock_rate"u8);
        json.WriteString("identified"u8, stream.IsSignalled ? "signalling"u8 : "checks"u8);
        json.WriteString("clock"u8, WordOf(stream.Clock));
        Start(stream.StartNs);
        json.WriteNumber("packets"u8, stream.Packets);
        json.WriteNumber("received"u8, stream.Received);
        json.WriteNumber("lost"u8, stream.Lost);
        json.WriteNumber("duplicates"u8, stream.Duplicates);
        json.WriteNumber("reordered"u8, stream.Reordered);
        json.WriteNumber("bursts"u8, stream.Bursts);
        json.WriteNumber("restarts"u8, stream.Restarts);
        WriteJitter("jitter_us"u8, stream, stream.JitterUs);
        WriteJitter("max_jitter_us"u8, stream, stream.LargestJitterUs);
        WriteSpread("pdv"u8, stream.Pdv);
        json.WriteEndObject();
    }

    private void WriteJitter(ReadOnlySpan<byte> name, in StreamRecord stream, double microseconds)
    {
        if (stream.HasJitter) json.WriteThousandths(name, (long)Math.Round(microseconds * 1000));
        else json.WriteNull(name);
    }

    private void WriteIcmp()
    {
        var echo = _book.Echo;
        json.WriteStartObject("icmp"u8);
        json.WriteStartObject("echo"u8);
        json.WriteNumber("requests"u8, echo.Requests);
        json.WriteNumber("answered"u8, echo.Answered);
        json.WriteNumber("timeouts"u8, echo.Timeouts);
        json.WriteNumber("duplicates"u8, echo.Duplicates);
        WriteSpread("wan"u8, echo.Wan);
        WriteSpread("lan"u8, echo.Lan);
        WriteSpread("unknown"u8, echo.Unknown);
        json.WriteEndObject();
        json.WriteStartObject("errors"u8);
        for (var i = IcmpErrorClass.Network; i <= IcmpErrorClass.Other; i++) json.WriteNumber(WordOf(i), echo.Errors[(int)i]);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
