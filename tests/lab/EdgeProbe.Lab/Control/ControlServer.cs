using System.Net.Sockets;
using System.Text.Json;
using EdgeProbe.Testing.Namespaces;

namespace EdgeProbe.Lab.Control;

/// <summary>
/// A unix socket that takes one line a connection ("set access.up delay=20ms", "reset", "counters", "settings") and answers "ok" and a
/// JSON document, or "error" and a sentence.
/// </summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private readonly LabControl _control;
    private readonly string _path;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    public ControlServer(LabControl control, string path)
    {
        (_control, _path) = (control, path);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _serving = ServeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
        File.Delete(_path);
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptAsync(_stop.Token);
                await AnswerAsync(client);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    private async Task AnswerAsync(Socket client)
    {
        try
        {
            await using var stream = new NetworkStream(client);
            using var reader = new StreamReader(stream, leaveOpen: true);
            await using var writer = new StreamWriter(stream, leaveOpen: true);
            await writer.WriteAsync(Reply(await reader.ReadLineAsync(_stop.Token) ?? ""));
        }
        catch (IOException)
        {
            // The asker has gone; the next one is served.
        }
    }

    private string Reply(string request)
    {
        try
        {
            return $"ok\n{Carry(request.Split(' ', StringSplitOptions.RemoveEmptyEntries))}\n";
        }
        catch (Exception refusal) when (refusal is LabException or NamespaceException)
        {
            return $"error\n{refusal.Message}\n";
        }
    }

    private string Carry(string[] words)
    {
        switch (words)
        {
            case ["set", var target, .. var pairs]:
                _control.Set(target, [.. pairs.Select(Pair)]);
                return JsonSerializer.Serialize(_control.Settings(), LabJson.Options);
            case ["reset"]:
                _control.Reset();
                return JsonSerializer.Serialize(_control.Settings(), LabJson.Options);
            case ["settings"]:
                return JsonSerializer.Serialize(_control.Settings(), LabJson.Options);
            case ["counters"]:
                return JsonSerializer.Serialize(_control.Counters(), LabJson.Options);
            default:
                throw new LabException($"'{string.Join(' ', words)}' is no request; they are set, reset, settings, counters");
        }
    }

    private static (string Key, string Value) Pair(string word) =>
        word.Split('=') is [var key, var value] ? (key, value) : throw new LabException($"'{word}' is not key=value, such as delay=20ms");
}
