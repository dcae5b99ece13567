using System.IO.Compression;
using EdgeProbe.Testing.Brokers;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.EndToEnd.Tests.Passive;

/// <summary>Hears every message of a broker from its start on, as it travels and as it is when inflated.</summary>
internal sealed class MessageListener : IAsyncDisposable
{
    private readonly ChildProcess _subscriber;

    private MessageListener(ChildProcess subscriber) => _subscriber = subscriber;

    public static async Task<MessageListener> StartAsync(MosquittoBroker broker)
    {
        string[] words = ["-h", broker.Host, "-p", $"{broker.Port}", "-t", "#", "-d", "-F", "message %t %x"];
        var subscriber = ChildProcess.Start("mosquitto_sub", words);
        await subscriber.WaitForTextAsync("Subscribed");
        return new MessageListener(subscriber);
    }

    /// <summary>Topic and payload so far; a deflated payload a second time, inflated.</summary>
    public IReadOnlyList<(string Topic, byte[] Payload)> Messages()
    {
        var messages = new List<(string, byte[])>();
        foreach (var line in _subscriber.Output.Split('\n'))
        {
            if (line.Split(' ') is not ["message", var topic, var hex]) continue;
            var payload = Convert.FromHexString(hex);
            messages.Add((topic, payload));
            if (Inflated(payload) is { } inflated) messages.Add((topic + " inflated", inflated));
        }

        return messages;
    }

    public async ValueTask DisposeAsync()
    {
        await _subscriber.StopAsync();
        await _subscriber.DisposeAsync();
    }

    private static byte[]? Inflated(byte[] payload)
    {
        try
        {
            using var inflater = new DeflateStream(new MemoryStream(payload), CompressionMode.Decompress);
            using var inflated = new MemoryStream();
            inflater.CopyTo(inflated);
            return inflated.Length > 0 ? inflated.ToArray() : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
