using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using EdgeProbe.Collector.Commands;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Collector.Tests.Ingest;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Certificates;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeProbe.Collector.Tests.Api;

public sealed class HttpsTests
{
    [Fact]
    public async Task Over_https_it_shows_the_certificate_that_the_settings_name()
    {
        using var directory = new TemporaryDirectory();
        using var ca = new ThrowAwayCa();
        var pair = ca.Server();
        var settings = new CollectorSettings
        {
            Listen = new Uri("https://127.0.0.1:0"),
            Https = new KeyPair(pair.Certificate, pair.Key),
            Broker = new BrokerSettings { Host = "nowhere" },
            Store = new StoreSettings { Path = directory.Path },
        };
        await using var host = await CollectorHost.StartAsync(settings, (_, _) => new FakeLink(), TimeProvider.System, NullLoggerFactory.Instance, default);
        Assert.Equal("https", host.Address.Scheme);

        using var trusting = Client(host.Address, Trusting(ca));
        Assert.StartsWith("alive", await trusting.GetStringAsync("/health/live"), StringComparison.Ordinal);
        using var stranger = Client(host.Address, new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck });
        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetStringAsync("/health/live"));
    }

    private static X509ChainPolicy Trusting(ThrowAwayCa ca)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(ca.CaFile);
        return policy;
    }

    private static HttpClient Client(Uri address, X509ChainPolicy policy)
    {
#pragma warning disable CA2000 // the client disposes it
        var handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } };
#pragma warning restore CA2000
        return new HttpClient(handler) { BaseAddress = address };
    }
}
