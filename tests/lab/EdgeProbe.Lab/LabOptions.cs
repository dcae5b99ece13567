using EdgeProbe.Testing.Certificates;

namespace EdgeProbe.Lab;

/// <summary>How a lab is to be started.</summary>
public sealed record LabOptions
{
    /// <summary>A directory of the lab's own; made when it is missing.</summary>
    public required string Directory { get; init; }

    /// <summary>Decides every random choice of the links. Default 1: two runs without it are alike.</summary>
    public ulong Seed { get; init; } = 1;

    public string Profile { get; init; } = "calm";

    /// <summary>
    /// Command line of the reflector to run in core, words apart by spaces; {v4} and {v6} become the addresses to listen on. Null for the
    /// product's own reflector inside the lab's process.
    /// </summary>
    public string? Reflector { get; init; }

    /// <summary>UDP port that the reflector listens on. 1 to 65535; default 862 (RFC 8762 section 4.1).</summary>
    public int ReflectorPort { get; init; } = 862;

    /// <summary>Ports of 127.0.0.1 in home and in gateway that lead to the host's: the broker's.</summary>
    public IReadOnlyList<int> Relays { get; init; } = [];

    /// <summary>The web server's certificate and key; null to make them with an authority of the lab's own.</summary>
    public CertificateFiles? Certificate { get; init; }

    /// <summary>The authority of <see cref="Certificate"/>, told to the agent.</summary>
    public string? Authority { get; init; }

    public IEnumerable<string> Problems()
    {
        foreach (var port in Relays.Append(ReflectorPort))
            if (port is < 1 or > 65535) yield return $"port is {port}; it must lie between 1 and 65535";
        if (Certificate is null != Authority is null) yield return "--certificate, --key and --ca belong together; give all three or none";
        foreach (var file in new[] { Certificate?.Certificate, Certificate?.Key, Authority })
            if (file is not null && !File.Exists(file)) yield return $"'{file}' does not exist; name a PEM file";
    }
}
