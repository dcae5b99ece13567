using EdgeProbe.Probers.Http;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Tests.Probers.Http;

public sealed class MissingLibraryTests
{
    [Fact]
    public async Task Without_the_library_nothing_is_attempted_and_one_sentence_says_what_to_do()
    {
        var log = new Words();
        await using var prober = new HttpProber(new HttpOptions(), Fetch.Book(), TimeProvider.System, log, "libcurl-is-absent.so.4");
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var measurement = await prober.MeasureAsync(Fetch.Target("http://127.0.0.1/"), default);
            Assert.Equal((Reason.NoLibrary, Outcome.NotAttempted, Fault.Probe), (measurement.Reason, measurement.Outcome, measurement.Fault));
        }

        Assert.Equal(["HTTP checks are not made: libcurl-is-absent.so.4 cannot be loaded. Install it: apt-get install libcurl4"], log.Said);
    }

    [Fact]
    public void Wrong_settings_are_told_by_name()
    {
        Assert.Empty(new HttpOptions().Problems());
        var wrong = new HttpOptions
        {
            Timeout = TimeSpan.Zero, MaxBody = 0, MaxRedirects = -1, AtOnce = 0, CaFile = "/nowhere/ca.pem", UserAgent = "a\r\nb",
        };
        Assert.Equal(
            [
                "http.timeout is 00:00:00; it must lie between 100 ms and 60 s",
                "http.maxBody is 0; it must lie between 1024 and 67108864",
                "http.maxRedirects is -1; it must lie between 0 and 20",
                "http.atOnce is 0; it must lie between 1 and 32",
                "http.caFile is /nowhere/ca.pem; there is no such file",
                "http.userAgent holds a line break; remove it",
            ],
            wrong.Problems());
        Assert.Equal(
            ["http.caDirectory is /nowhere; there is no such directory: apt-get install ca-certificates"],
            new HttpOptions { CaDirectory = "/nowhere" }.Problems());
    }

    private sealed class Words : ILogger<HttpProber>
    {
        public List<string> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> format) =>
            Said.Add(format(state, exception));
    }
}
