using EdgeProbe.Probers.Http;

namespace EdgeProbe.Agent.Tests.Probers.Http;

public sealed class CertificateTests(NginxServer nginx) : IClassFixture<NginxServer>
{
    [Fact]
    public async Task An_expired_certificate_is_told_with_the_days_since()
    {
        var measurement = await AskAsync(nginx.Expired);
        Assert.Equal((Reason.CertificateExpired, Outcome.Failed), (measurement.Reason, measurement.Outcome));
        Assert.InRange(measurement.Http!.Value.CertificateDaysLeft!.Value, -31, -30);
        Assert.Null(measurement.DelayMicroseconds);
    }

    [Fact]
    public async Task A_certificate_that_is_not_valid_yet_is_told()
    {
        var measurement = await AskAsync(nginx.NotYet);
        Assert.Equal((Reason.CertificateNotYetValid, 39), (measurement.Reason, measurement.Http!.Value.CertificateDaysLeft));
    }

    [Fact]
    public async Task A_certificate_of_another_name_is_told()
    {
        var measurement = await AskAsync(nginx.WrongName);
        Assert.Equal((Reason.CertificateNameMismatch, 29), (measurement.Reason, measurement.Http!.Value.CertificateDaysLeft));
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_authority_is_told()
    {
        var measurement = await AskAsync(nginx.Unknown);
        Assert.Equal((Reason.CertificateUntrusted, 29), (measurement.Reason, measurement.Http!.Value.CertificateDaysLeft));
    }

    [Fact]
    public async Task The_systems_authorities_do_not_know_ours()
    {
        var measurement = await Fetch.ByNameAsync($"https://localhost:{nginx.Good}/");
        Assert.Equal(Reason.CertificateUntrusted, measurement.Reason);
    }

    [Fact]
    public async Task Plain_words_on_a_secure_port_are_a_failed_handshake()
    {
        var measurement = await AskAsync(nginx.Plain);
        Assert.Equal(Reason.TlsHandshakeFailed, measurement.Reason);
        Assert.True(measurement.Http is { Connect: > 0, Tls: null });
    }

    private Task<Measurement> AskAsync(int port) =>
        Fetch.ByNameAsync($"https://localhost:{port}/", options: new HttpOptions { CaFile = nginx.CaFile });
}
