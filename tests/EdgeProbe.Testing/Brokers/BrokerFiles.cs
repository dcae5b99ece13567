using EdgeProbe.Testing.Certificates;

namespace EdgeProbe.Testing.Brokers;

/// <summary>Writes a broker's directory: with TLS from the product's own template and access rules, so that every test tests those too.</summary>
internal static class BrokerFiles
{
    private static readonly string Product = Path.Combine(AppContext.BaseDirectory, "deploy-broker");

    public static void WriteTls(TemporaryDirectory into, ThrowAwayCa ca, CertificateFiles server, int port)
    {
        File.Copy(ca.CaFile, into.File("ca.pem"), overwrite: true);
        File.Copy(server.Certificate, into.File("server.pem"), overwrite: true);
        File.Copy(server.Key, into.File("server.key"), overwrite: true);
        File.Copy(Path.Combine(Product, "acl"), into.File("acl"), overwrite: true);
        var filled = File.ReadAllText(Path.Combine(Product, "mosquitto.conf"))
            .Replace("@PORT@", $"{port}", StringComparison.Ordinal)
            .Replace("@BIND@", "127.0.0.1", StringComparison.Ordinal)
            .Replace("@DIR@", into.Path, StringComparison.Ordinal)
            .Replace("@USER@", Environment.UserName, StringComparison.Ordinal);
        File.WriteAllText(into.File("mosquitto.conf"), filled);
    }

    public static void WritePlain(TemporaryDirectory into, int port) =>
        File.WriteAllText(
            into.File("mosquitto.conf"),
            $"""
            user {Environment.UserName}
            listener {port} 127.0.0.1
            allow_anonymous true
            persistence false
            log_dest stderr
            log_type all
            """ + "\n");
}
