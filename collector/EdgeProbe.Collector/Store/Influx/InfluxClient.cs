using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EdgeProbe.Collector.Settings;

namespace EdgeProbe.Collector.Store.Influx;

internal enum ReplyKind : byte
{
    Ok,

    /// <summary>Some or all lines will never be taken as they are.</summary>
    BadLines,

    /// <summary>Database, organisation, user or password are wrong.</summary>
    Misconfigured,

    /// <summary>Busy, down or too slow; the write may have happened, and writing it again changes nothing.</summary>
    TryAgain,
}

internal readonly record struct InfluxReply(ReplyKind Kind, string Words);

/// <summary>InfluxDB's HTTP interface in both dialects. Thread-safe.</summary>
internal sealed class InfluxClient : IDisposable
{
    // Longer than any healthy write of 5,000 lines, and short enough that a stuck server shows.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const int MostWords = 300;

    private readonly HttpClient _http;
    private readonly InfluxSettings _settings;

    public InfluxClient(InfluxSettings settings)
    {
        _settings = settings;
        _http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { BaseAddress = settings.Url, Timeout = Patience };
        _http.DefaultRequestHeaders.Authorization = settings.Auth.Kind switch
        {
            AuthKind.Basic => new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.Auth.User}:{settings.Auth.Secret}"))),
            AuthKind.Token => new AuthenticationHeaderValue("Token", settings.Auth.Secret),
            _ => null,
        };
    }

    public string Name => _settings.Url.GetLeftPart(UriPartial.Authority);

    public async ValueTask<InfluxReply> WriteAsync(string lines, CancellationToken cancellation)
    {
        using var body = new ByteArrayContent(Deflated(lines));
        body.Headers.ContentType = new MediaTypeHeaderValue("text/plain", "utf-8");
        body.Headers.ContentEncoding.Add("gzip");
        try
        {
            using var response = await _http.PostAsync(WritePath(), body, cancellation);
            var words = response.IsSuccessStatusCode ? "" : await ShortAsync(response, cancellation);
            return new InfluxReply(KindOf(response.StatusCode), $"{Name} answered {(int)response.StatusCode}: {words}");
        }
        catch (Exception problem) when (problem is HttpRequestException || (problem is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new InfluxReply(ReplyKind.TryAgain, $"{Name} does not answer: {problem.Message}");
        }
    }

    /// <summary>Runs InfluxQL and gives back the answer's document; null with the words when there is none.</summary>
    public async ValueTask<(JsonDocument? Answer, string Words)> QueryAsync(string query, CancellationToken cancellation)
    {
        try
        {
            var form = new Dictionary<string, string> { ["q"] = query, ["db"] = _settings.Database, ["epoch"] = "ms" };
            using var body = new FormUrlEncodedContent(form);
            using var response = await _http.PostAsync("/query", body, cancellation);
            if (!response.IsSuccessStatusCode) return (null, $"{Name} answered {(int)response.StatusCode}: {await ShortAsync(response, cancellation)}");
            await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
            return (await JsonDocument.ParseAsync(stream, default, cancellation), "");
        }
        catch (Exception problem) when (problem is HttpRequestException or JsonException || (problem is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return (null, $"{Name} does not answer: {problem.Message}");
        }
    }

    public void Dispose() => _http.Dispose();

    private static ReplyKind KindOf(HttpStatusCode status) => (int)status switch
    {
        >= 200 and < 300 => ReplyKind.Ok,
        400 or 413 or 422 => ReplyKind.BadLines,
        401 or 403 or 404 => ReplyKind.Misconfigured,
        _ => ReplyKind.TryAgain,
    };

    private string WritePath() => _settings.Dialect == InfluxDialect.V2
        ? $"/api/v2/write?org={Uri.EscapeDataString(_settings.Organisation)}&bucket={Uri.EscapeDataString(_settings.Database)}&precision=ms"
        : $"/write?db={Uri.EscapeDataString(_settings.Database)}&precision=ms";

    private static async Task<string> ShortAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var words = (await response.Content.ReadAsStringAsync(cancellation)).Trim();
        return words.Length <= MostWords ? words : words[..MostWords] + "...";
    }

    private static byte[] Deflated(string lines)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(lines));
        return bytes.ToArray();
    }
}
