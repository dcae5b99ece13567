using System.Diagnostics.CodeAnalysis;
using EdgeProbe.Contract;
using Google.Protobuf;
using Wire = EdgeProbe.Contract.V1;

namespace EdgeProbe.Collector.Ingest.Decoding;

/// <summary>
/// Reads what probes publish on <c>.../birth</c>. A kind, segment or family that this version does not know becomes Other, None or Any.
/// </summary>
internal static class BirthDecoder
{
    private static readonly MessageParser<Wire.Birth> Parser = Wire.Birth.Parser.WithDiscardUnknownFields(true);

    public static bool TryDecode(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out Birth? birth, out DecodeFailure failure)
    {
        birth = null;
        if (!WireMessage.TryParseSmall(payload, MessageShape.Birth, Parser, out var wire, out failure)) return false;
        failure = wire.StoreEpoch == 0 ? DecodeFailure.NoEpoch
            : wire.WindowMs is not 0 and (< ContractLimits.MinWindowMs or > ContractLimits.MaxWindowMs) ? DecodeFailure.WindowLength
            : wire.Capabilities.Count > ContractLimits.MaxCapabilities ? DecodeFailure.TooManyValues
            : wire.Tests.Any(test => test.Alias == 0 || test.Target.Length == 0) ? DecodeFailure.MissingName
            : DecodeFailure.None;
        if (failure != DecodeFailure.None) return false;
        birth = Read(wire);
        return true;
    }

    private static Birth Read(Wire.Birth wire) => new()
    {
        AgentVersion = wire.AgentVersion,
        StoreEpoch = wire.StoreEpoch,
        Session = wire.Session,
        ConfigRevision = wire.ConfigRev,
        WindowMs = wire.WindowMs == 0 ? Window.DefaultLengthMs : (int)wire.WindowMs,
        Tests = [.. wire.Tests.Select(Read)],
        Capabilities = [.. wire.Capabilities],
        Clock = new ClockStamp(ClockReader.StateOf(wire.Clock, out _), wire.ClockErrUs),
        Hardware = wire.Hardware,
        Site = wire.Site,
    };

    private static TestDescription Read(Wire.Test wire) => new()
    {
        Alias = wire.Alias,
        Kind = wire.Kind <= (uint)Kind.PassiveTraffic ? (Kind)wire.Kind : Kind.Other,
        Segment = wire.Segment <= (uint)Segment.Wan ? (Segment)wire.Segment : Segment.None,
        Target = wire.Target,
        Endpoint = wire.Endpoint,
        Family = wire.Family is 4 or 6 ? (IpFamily)wire.Family : IpFamily.Any,
        Period = TimeSpan.FromMilliseconds(wire.PeriodMs),
        Parameters = new Dictionary<string, string>(wire.Parameters),
    };
}
