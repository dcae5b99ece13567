using System.Globalization;
using EdgeProbe.Capture.Flows;
using EdgeProbe.Capture.Flows.Records;

namespace EdgeProbe.Capture.Reports;

/// <summary>DNS, QUIC, RTP and ICMP.</summary>
internal sealed partial class ReplayJson
{
    private static readonly string[] Answers = ["NOERROR", "NODATA", "NXDOMAIN", "SERVFAIL", "REFUSED", "OTHER"];
    private static readonly string[] Errors = ["network", "host", "port", "prohibited", "too_big", "ttl", "other"];

    private void WriteDns()
    {
        var dns = _book.Dns;
        json.WriteStartObject("dns");
        json.WriteNumber("queries", dns.Queries);
        json.WriteNumber("answered", dns.Answered);
        json.WriteNumber("late", dns.Late);
        json.WriteNumber("timeouts", dns.Timeouts);
        json.WriteNumber("pending", dns.Queries - dns.Answered - dns.Timeouts - dns.RefusedByIcmp - dns.GivenUp);
        json.WriteNumber("given_up", dns.GivenUp);
        json.WriteNumber("retries", dns.Retries);
        json.WriteNumber("duplicate_answers", dns.DuplicateAnswers);
        json.WriteNumber("unasked_answers", dns.UnaskedAnswers);
        json.WriteNumber("truncated", dns.Truncated);
        json.WriteNumber("refused_by_icmp", dns.RefusedByIcmp);
        json.WriteStartObject("rcodes");
        for (var i = 0; i < Answers.Length; i++) json.WriteNumber(Answers[i], dns.ByAnswer[i]);
        json.WriteEndObject();
        WriteSpread("time_us", dns.Times);
        json.WriteStartArray("transactions");
        foreach (ref readonly var query in _book.Queries.AsSpan()) Write(query);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Write(in QueryRecord query)
    {
        json.WriteStartObject();
        json.WriteString("client", End(query.Client, query.ClientPort));
        json.WriteString("resolver", End(query.Resolver, query.ResolverPort));
        json.WriteString("side", WordOf(query.Side));
        json.WriteString("protocol", query.IsTcp ? "tcp" : "udp");
        Start(query.StartNs);
        MicrosecondsOrNull("time_us", query.AnswerNs);
        if (query.Outcome == QueryOutcome.Answered) json.WriteString("rcode", Answers[(int)query.Answer]);
        else json.WriteNull("rcode");
        json.WriteString("outcome", query.Outcome switch
        {
            QueryOutcome.Answered => "answered",
            QueryOutcome.TimedOut => "timed_out",
            QueryOutcome.Refused => "refused",
            _ => "pending",
        });
        json.WriteNumber("retries", query.Retries);
        json.WriteEndObject();
    }

    private void WriteQuic()
    {
        json.WriteStartArray("quic");
        foreach (ref readonly var quic in _book.Quic.AsSpan()) Write(quic);
        json.WriteEndArray();
    }

    private void Write(in QuicRecord quic)
    {
        var isInbound = quic.ClientSide == Side.Wan;
        json.WriteStartObject();
        json.WriteString("client", End(quic.Client, quic.ClientPort));
        json.WriteString("server", End(quic.Server, quic.ServerPort));
        json.WriteString("client_side", WordOf(quic.ClientSide));
        json.WriteString("sides", WordOf(quic.Basis));
        Start(quic.StartNs);
        json.WriteString("version", Hex(quic.Version));
        json.WriteStartObject("handshake");
        MicrosecondsOrNull("wan_us", isInbound ? quic.ClientHalfNs : quic.ServerHalfNs);
        MicrosecondsOrNull("lan_us", isInbound ? quic.ServerHalfNs : quic.ClientHalfNs);
        MicrosecondsOrNull("from_first_initial_us", quic.ServerHalfFromFirstNs);
        json.WriteNumber("initials", quic.Initials);
        json.WriteBoolean("ambiguous", quic.ServerHalfNs != quic.ServerHalfFromFirstNs);
        json.WriteEndObject();
        json.WriteBoolean("retry", quic.HasRetry);
        json.WriteBoolean("zero_rtt", quic.HasZeroRtt);
        json.WriteStartObject("spin");
        json.WriteString("state", quic.Spin.ToString().ToLowerInvariant());
        WriteEnds("edges", quic.ClientEdges, quic.ServerEdges);
        json.WriteNumber("rejected", quic.RejectedEdges);
        WriteSpread("wan", isInbound ? quic.ClientSpin : quic.ServerSpin);
        WriteSpread("lan", isInbound ? quic.ServerSpin : quic.ClientSpin);
        json.WriteEndObject();
        WriteEnds("packets", quic.ClientPackets, quic.ServerPackets);
        json.WriteEndObject();
    }

    private void WriteEnds(string name, uint client, uint server)
    {
        json.WriteStartObject(name);
        json.WriteNumber("client", client);
        json.WriteNumber("server", server);
        json.WriteEndObject();
    }

    private void WriteRtp()
    {
        json.WriteStartArray("rtp");
        foreach (ref readonly var stream in _book.Streams.AsSpan()) Write(stream);
        json.WriteEndArray();
    }

    private void Write(in StreamRecord stream)
    {
        json.WriteStartObject();
        json.WriteString("source", End(stream.Source, stream.SourcePort));
        json.WriteString("destination", End(stream.Destination, stream.DestinationPort));
        json.WriteString("from", WordOf(stream.From));
        json.WriteString("ssrc", Hex(stream.StreamSource));
        json.WriteNumber("payload_type", stream.PayloadType);
        if (stream.ClockRate > 0) json.WriteNumber("clock_rate", stream.ClockRate);
        else json.WriteNull("clock_rate");
        json.WriteString("identified", stream.IsSignalled ? "signalling" : "checks");
        json.WriteString("clock", stream.Clock.ToString().ToLowerInvariant());
        Start(stream.StartNs);
        json.WriteNumber("packets", stream.Packets);
        json.WriteNumber("received", stream.Received);
        json.WriteNumber("lost", stream.Lost);
        json.WriteNumber("duplicates", stream.Duplicates);
        json.WriteNumber("reordered", stream.Reordered);
        json.WriteNumber("bursts", stream.Bursts);
        json.WriteNumber("restarts", stream.Restarts);
        WriteJitter("jitter_us", stream, stream.JitterUs);
        WriteJitter("max_jitter_us", stream, stream.LargestJitterUs);
        WriteSpread("pdv", stream.Pdv);
        json.WriteEndObject();
    }

    private void WriteJitter(string name, in StreamRecord stream, double microseconds)
    {
        if (stream.HasJitter) json.WriteNumber(name, Math.Round((decimal)microseconds, 3));
        else json.WriteNull(name);
    }

    private void WriteIcmp()
    {
        var echo = _book.Echo;
        json.WriteStartObject("icmp");
        json.WriteStartObject("echo");
        json.WriteNumber("requests", echo.Requests);
        json.WriteNumber("answered", echo.Answered);
        json.WriteNumber("timeouts", echo.Timeouts);
        json.WriteNumber("duplicates", echo.Duplicates);
        WriteSpread("wan", echo.Wan);
        WriteSpread("lan", echo.Lan);
        WriteSpread("unknown", echo.Unknown);
        json.WriteEndObject();
        json.WriteStartObject("errors");
        for (var i = 0; i < Errors.Length; i++) json.WriteNumber(Errors[i], echo.Errors[i]);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Hex(uint number) => string.Create(CultureInfo.InvariantCulture, $"0x{number:x8}");
}
