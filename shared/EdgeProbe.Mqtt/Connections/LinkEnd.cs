namespace EdgeProbe.Mqtt.Connections;

/// <summary>Why a connection ended or never came up: the class for programs, the sentence for people.</summary>
internal readonly record struct LinkEnd(LinkFault Fault, string Sentence)
{
    /// <summary>We were asked to stop.</summary>
    public static readonly LinkEnd Asked = new(LinkFault.None, "stopped");
}
