using EdgeProbe.Agent.Tests.Probers.Names;
using EdgeProbe.Probers.Http;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.Agent.Tests.Probers.Http;

public sealed class HttpProberTests(NginxServer nginx) : IClassFixture<NginxServer>
{
    [Fact]
    public async Task Every_stage_of_a_plain_fetch_is_timed_and_the_delay_is_the_whole()
    {
        var measurement = await Fetch.ByNameAsync($"http://localhost:{nginx.Plain}/");
        Assert.Equal((Reason.Answered, (ushort)200), (measurement.Reason, measurement.Code));
        var phases = measurement.Http!.Value;
        Assert.True(phases is { Resolve: > 0, Connect: > 0, Tls: null, FirstByte: > 0, CertificateDaysLeft: null }, phases.ToString());
        Assert.True(measurement.DelayMicroseconds >= phases.Resolve + phases.Connect + phases.FirstByte, $"{measurement}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_stage_of_a_secure_fetch_is_timed_at_every_attempt(bool http2)
    {
        await using var prober = Fetch.Prober(new HttpOptions { CaFile = nginx.CaFile, Http2 = http2 });
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var measurement = await prober.MeasureAsync(Fetch.Target($"https://localhost:{nginx.Good}/"), default);
            Assert.Equal((Reason.Answered, (ushort)200), (measurement.Reason, measurement.Code));
            var phases = measurement.Http!.Value;
            Assert.True(phases is { Resolve: > 0, Connect: > 0, Tls: > 0, FirstByte: > 0, CertificateDaysLeft: 29 }, phases.ToString());
            Assert.True(measurement.DelayMicroseconds >= phases.Resolve + phases.Connect + phases.Tls + phases.FirstByte, $"{measurement}");
        }
    }

    [Theory]
    [InlineData("127.0.0.1", IpFamily.V4)]
    [InlineData("[::1]", IpFamily.V6)]
    public async Task A_host_given_by_address_has_no_resolve_stage(string host, IpFamily family)
    {
        await using var prober = Fetch.Prober(new HttpOptions { CaFile = nginx.CaFile });
        var measurement = await prober.MeasureAsync(Fetch.Target($"https://{host}:{nginx.Good}/", family), default);
        Assert.Equal(Reason.Answered, measurement.Reason);
        Assert.Null(measurement.Http!.Value.Resolve);
    }

    [Fact]
    public async Task An_address_of_the_other_family_is_not_tried()
    {
        var measurement = await Fetch.ByNameAsync($"http://127.0.0.1:{nginx.Plain}/", family: IpFamily.V6);
        Assert.Equal(Reason.NoAddressOfThisFamily, measurement.Reason);
    }

    [Theory]
    [InlineData("missing", 404, Reason.HttpClientError)]
    [InlineData("forbidden", 403, Reason.HttpClientError)]
    [InlineData("broken", 500, Reason.HttpServerError)]
    [InlineData("overloaded", 503, Reason.HttpServerError)]
    public async Task An_error_status_is_data_with_a_delay(string path, int status, Reason reason)
    {
        var measurement = await Fetch.ByNameAsync($"http://localhost:{nginx.Plain}/{path}");
        Assert.Equal((reason, (ushort)status), (measurement.Reason, measurement.Code));
        Assert.NotNull(measurement.DelayMicroseconds);
        Assert.False(measurement.CountsAsLost);
    }

    [Theory]
    [InlineData("Welcome to the", Reason.Answered)]
    [InlineData("Closed", Reason.BodyMismatch)]
    public async Task The_body_must_hold_the_words_that_are_expected(string words, Reason reason)
    {
        var measurement = await Fetch.ByNameAsync($"http://localhost:{nginx.Plain}/", words);
        Assert.Equal((reason, (ushort)200), (measurement.Reason, measurement.Code));
        Assert.NotNull(measurement.DelayMicroseconds);
    }

    [Fact]
    public async Task Servers_are_told_who_asks() =>
        Assert.Equal(Reason.Answered, (await Fetch.ByNameAsync($"http://localhost:{nginx.Plain}/agent", "edgeprobe/0.1.0")).Reason);

    [Fact]
    public async Task A_body_over_the_limit_is_broken_off() =>
        Assert.Equal(Reason.BodyTooLarge, (await Fetch.ByNameAsync($"http://localhost:{nginx.Plain}/large")).Reason);

    [Fact]
    public async Task A_redirect_is_followed_and_its_time_is_part_of_the_whole()
    {
        var measurement = await Fetch.ByNameAsync($"http://localhost:{nginx.Plain}/two", "Welcome");
        Assert.Equal((Reason.Answered, (ushort)200), (measurement.Reason, measurement.Code));
    }

    [Fact]
    public async Task A_redirect_may_lead_to_https()
    {
        await using var prober = Fetch.Prober(new HttpOptions { CaFile = nginx.CaFile });
        var measurement = await prober.MeasureAsync(Fetch.Target($"http://localhost:{nginx.Plain}/secure"), default);
        Assert.Equal(Reason.Answered, measurement.Reason);
        Assert.True(measurement.Http is { Tls: > 0, CertificateDaysLeft: 29 });
    }

    [Theory]
    [InlineData("round", Reason.TooManyRedirects)]
    [InlineData("mail", Reason.HttpMalformed)]
    public async Task A_redirect_that_leads_nowhere_is_told(string path, Reason reason)
    {
        var measurement = await Fetch.ByNameAsync($"http://localhost:{nginx.Plain}/{path}");
        Assert.Equal((reason, (ushort)302), (measurement.Reason, measurement.Code));
    }

    [Fact]
    public async Task A_closed_port_is_refused_by_the_target_and_is_not_loss()
    {
        var measurement = await Fetch.ByNameAsync($"http://localhost:{FreePort.Tcp()}/");
        Assert.Equal((Reason.Refused, Fault.Target, false), (measurement.Reason, measurement.Fault, measurement.CountsAsLost));
        Assert.Null(measurement.DelayMicroseconds);
    }

    [Theory]
    [InlineData(Reason.NameNotFound)]
    [InlineData(Reason.ResolverTimedOut)]
    [InlineData(Reason.ResolverFailed)]
    public async Task A_name_that_does_not_resolve_gives_the_resolvers_reason(Reason reason)
    {
        var resolver = new FakeResolver { Answer = EdgeProbe.Probers.Names.NameAnswer.Failed(reason) };
        await using var prober = Fetch.Prober(new HttpOptions(), resolver);
        var measurement = await prober.MeasureAsync(Fetch.Target("http://shop.test/"), default);
        Assert.Equal(reason, measurement.Reason);
        Assert.True(measurement.Http is { Resolve: > 0, Connect: null });
    }

    [Theory]
    [InlineData("ftp://localhost/")]
    [InlineData("file:///etc/passwd")]
    public async Task Other_protocols_are_not_attempted(string url) =>
        Assert.Equal(Reason.NotAttempted, (await Fetch.ByNameAsync(url)).Reason);

    [Fact]
    public async Task A_proxy_in_the_environment_is_ignored()
    {
        Environment.SetEnvironmentVariable("http_proxy", $"http://127.0.0.1:{FreePort.Tcp()}");
        try
        {
            Assert.Equal(Reason.Answered, (await Fetch.ByNameAsync($"http://localhost:{nginx.Plain}/")).Reason);
        }
        finally
        {
            Environment.SetEnvironmentVariable("http_proxy", null);
        }
    }

    [Fact]
    public async Task All_addresses_are_taken_in_turn_and_the_dead_one_is_counted()
    {
        var resolver = new FakeResolver().Has("127.0.0.1", "127.0.0.2", "127.0.0.3");
        var book = Fetch.Book(resolver);
        await using var prober = Fetch.Prober(new HttpOptions(), book);
        var reasons = new List<Reason>();
        for (var attempt = 0; attempt < 6; attempt++)
            reasons.Add((await prober.MeasureAsync(Fetch.Target($"http://shop.test:{nginx.Plain}/"), default)).Reason);
        Reason[] round = [Reason.Answered, Reason.Refused, Reason.Refused];
        Assert.Equal([.. round, .. round], reasons);
        Assert.Equal(new EdgeProbe.Probers.Names.AddressCounts(3, 1), book.Count("shop.test", IpFamily.V4));
    }

    [Fact]
    public async Task More_checks_than_places_all_come_to_an_end()
    {
        await using var prober = Fetch.Prober(new HttpOptions { AtOnce = 2, CaFile = nginx.CaFile });
        var checks = Enumerable.Range(0, 20).Select(_ => prober.MeasureAsync(Fetch.Target($"https://localhost:{nginx.Good}/"), default).AsTask());
        Assert.All(await Task.WhenAll(checks), measurement => Assert.Equal(Reason.Answered, measurement.Reason));
    }
}
