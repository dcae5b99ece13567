using System.Text;
using EdgeProbe.Mqtt;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Brokers;
using EdgeProbe.Testing.Certificates;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeProbe.Shared.Tests.Mqtt;

/// <summary>What the tests of the link have in common: one authority, links that are gone after the test.</summary>
public abstract class LinkTest : IAsyncLifetime
{
    private readonly List<MosquittoLink> _links = [];

    protected ThrowAwayCa Ca { get; } = new();

    protected TimeProvider Clock { get; set; } = TimeProvider.System;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var link in _links) await link.DisposeAsync();
        Ca.Dispose();
    }

    /// <summary>Quick to come back, so that no test waits for minutes.</summary>
    protected static MqttLinkOptions Quick(int port, string clientId = "client") => new()
    {
        Host = "127.0.0.1",
        Port = port,
        ClientId = clientId,
        ReconnectBase = TimeSpan.FromMilliseconds(50),
        ReconnectCap = TimeSpan.FromMilliseconds(400),
    };

    protected MqttLinkOptions Tls(MosquittoBroker broker, string commonName, CertificateFiles? shown = null)
    {
        var files = shown ?? Ca.Client(commonName);
        return Quick(broker.Port, commonName) with
        {
            Tls = new MqttTlsFiles { CaFile = Ca.CaFile, CertificateFile = files.Certificate, KeyFile = files.Key },
        };
    }

    protected MosquittoLink Start(MqttLinkOptions options, Func<MqttMessage?>? will = null, params string[] subscriptions)
    {
        var link = new MosquittoLink(options, will, Clock, NullLogger.Instance);
        _links.Add(link);
        foreach (var filter in subscriptions) link.Subscribe(filter, 1);
        link.Start();
        return link;
    }

    protected static Task Online(MosquittoLink link) =>
        Eventually.TrueAsync(() => link.State.Status == LinkStatus.Online, () => $"the link is online; it is {link.State}");

    protected static Task Offline(MosquittoLink link) =>
        Eventually.TrueAsync(() => link.State.Status != LinkStatus.Online, () => $"the link is offline; it is {link.State}");

    protected static async Task<LinkState> Failed(MosquittoLink link)
    {
        await Eventually.TrueAsync(() => link.State.Fault != LinkFault.None, () => $"the link says why it is not online; it is {link.State}");
        return link.State;
    }

    /// <summary>As above, but waits for certain words: of the first attempts not every one learns the whole reason.</summary>
    protected static async Task<LinkState> FailedSaying(MosquittoLink link, string words)
    {
        await Eventually.TrueAsync(
            () => link.State.Problem?.Contains(words, StringComparison.Ordinal) == true, () => $"'{words}' from the link; it is {link.State}");
        return link.State;
    }

    protected static MqttMessage Message(string topic, string text, int qos = 1) =>
        new() { Topic = topic, Payload = Encoding.UTF8.GetBytes(text), Qos = qos };

    protected static string Text(MqttMessage message) => Encoding.UTF8.GetString(message.Payload.Span);

    protected static async Task<MqttMessage> Next(MosquittoLink link)
    {
        using var enough = new CancellationTokenSource(Eventually.Patience);
        return await link.Messages.ReadAsync(enough.Token);
    }
}
