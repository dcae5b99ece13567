namespace EdgeProbe.Lab.Isp;

/// <summary>A name that the lab's resolver knows, with its addresses in the service namespace. ".test" belongs to nobody (RFC 6761 section 6.2).</summary>
public sealed record ServedName(string Name, IReadOnlyList<string> V4, IReadOnlyList<string> V6)
{
    /// <summary>What the page of every name says, so that a check can expect it.</summary>
    public const string Body = "EdgeProbe lab";

    public static readonly ServedName Shop = new("shop.test", ["10.98.4.11", "10.98.4.12"], ["fd98:4::11", "fd98:4::12"]);

    public static readonly ServedName Video = new("video.test", ["10.98.4.21"], ["fd98:4::21"]);

    public static readonly IReadOnlyList<ServedName> All = [Shop, Video];
}
