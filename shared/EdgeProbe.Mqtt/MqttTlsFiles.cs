namespace EdgeProbe.Mqtt;

/// <summary>Paths of PEM files. They are read anew at each connection, so a renewed certificate is used from the next one on.</summary>
public sealed record MqttTlsFiles
{
    /// <summary>The operator's CA, which signed the broker's certificate. No other authority is trusted.</summary>
    public required string CaFile { get; init; }

    /// <summary>Our certificate, whose common name says who we are.</summary>
    public required string CertificateFile { get; init; }

    /// <summary>Our private key, not encrypted; readable by the agent's user only.</summary>
    public required string KeyFile { get; init; }

    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(CaFile)) yield return "mqtt.tls.caFile is empty; it must name the CA's PEM file";
        if (string.IsNullOrWhiteSpace(CertificateFile)) yield return "mqtt.tls.certificateFile is empty; it must name our certificate's PEM file";
        if (string.IsNullOrWhiteSpace(KeyFile)) yield return "mqtt.tls.keyFile is empty; it must name our private key's PEM file";
    }

    /// <summary>The first file that cannot be read now, in one sentence with the remedy; null when all can.</summary>
    internal string? Unreadable() =>
        Unreadable("CA file", CaFile) ?? Unreadable("certificate file", CertificateFile) ?? Unreadable("key file", KeyFile);

    private static string? Unreadable(string what, string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return null;
        }
        catch (Exception refused) when (refused is FileNotFoundException or DirectoryNotFoundException)
        {
            return $"the {what} {path} is not there: enrol the probe, or correct its path in the settings";
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return $"the {what} {path} cannot be read ({refused.Message}): let this program's user read it";
        }
    }
}
