namespace EdgeProbe.Collector.Passive;

/// <summary>Which passive series there are: the targets by which the tests of a birth name them, each with its kind.</summary>
internal sealed record PassiveSeries(Kind Kind, string Target)
{
    public static readonly PassiveSeries TcpConnect = new(Kind.PassiveConnect, "tcp");
    public static readonly PassiveSeries QuicConnect = new(Kind.PassiveConnect, "quic");
    public static readonly PassiveSeries TcpRtt = new(Kind.PassiveRtt, "tcp");
    public static readonly PassiveSeries LoadedTcpRtt = new(Kind.PassiveRtt, "tcp under load");
    public static readonly PassiveSeries QuicRtt = new(Kind.PassiveRtt, "quic");
    public static readonly PassiveSeries Dns = new(Kind.PassiveDns, "dns");
    public static readonly PassiveSeries Tls = new(Kind.PassiveTls, "tls");
    public static readonly PassiveSeries Rtp = new(Kind.PassiveRtp, "rtp");
    public static readonly PassiveSeries Echo = new(Kind.PassiveIcmp, "echo");
    public static readonly PassiveSeries Traffic = new(Kind.PassiveTraffic, "traffic");
}
