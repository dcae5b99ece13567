namespace EdgeProbe.Contract;

/// <summary>Where everything is published. All topics of a probe start with its certificate name, so that a broker rule can bind them.</summary>
public static class Topics
{
    public const string Root = "ep/v1";

    public const string AllSamples = Root + "/+/+/s";
    public const string AllBirths = Root + "/+/+/birth";
    public const string AllStates = Root + "/+/+/state";
    public const string AllEvents = Root + "/+/+/e";
    public const string AllCollectorStates = Root + "/collector/+/state";

    public static string Samples(ProbeId probe) => $"{Root}/{probe}/s";

    public static string Birth(ProbeId probe) => $"{Root}/{probe}/birth";

    public static string State(ProbeId probe) => $"{Root}/{probe}/state";

    public static string Events(ProbeId probe) => $"{Root}/{probe}/e";

    public static string Ack(ProbeId probe) => $"{Root}/{probe}/ack";

    /// <summary>Asks the probe to publish its birth again; no payload.</summary>
    public static string Rebirth(ProbeId probe) => $"{Root}/{probe}/cmd/rebirth";

    public static string CollectorState(string collector) => $"{Root}/collector/{collector}/state";
}
