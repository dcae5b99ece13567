using System.Threading.Channels;
using EdgeProbe.Mqtt.Connections;
using EdgeProbe.Mqtt.Native;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Mqtt;

/// <summary>
/// <see cref="IMqttLink"/> over libmosquitto 2.x, MQTT v5. One thread of its own, from <see cref="Start"/> until dispose, owns the library:
/// it connects, reads, writes and sleeps in between. See README.md beside this file.
/// </summary>
public sealed partial class MosquittoLink : IMqttLink
{
    private static readonly TimeSpan AbortInterval = TimeSpan.FromMilliseconds(50);

    private readonly LinkRoom _room;
    private readonly Func<MqttMessage?> _will;
    private readonly ReconnectDelay _delay;
    private readonly SemaphoreSlim _inFlight;
    private readonly StateFeed _feed;
    private readonly Lock _stateGate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private LinkState _state;
    private volatile Connection? _connection;
    private volatile bool _stopping;
    private int _disposed;
    private int _started;

    /// <param name="options">Must have no <see cref="MqttLinkOptions.Problems"/>.</param>
    /// <param name="will">Asked before each connection for the will of that connection alone (with its own session number); null for none.</param>
    /// <param name="clock">Times delays and time-outs.</param>
    /// <param name="log">Ids 450 to 469.</param>
    /// <param name="random">For the jitter of reconnecting; given in tests only.</param>
    /// <exception cref="ArgumentException">The options have problems; the message lists them.</exception>
    /// <exception cref="MqttLibraryMissingException">libmosquitto is not installed.</exception>
    public MosquittoLink(MqttLinkOptions options, Func<MqttMessage?>? will, TimeProvider clock, ILogger log, Random? random = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(log);
        var problems = string.Join("; ", options.Problems());
        if (problems.Length > 0) throw new ArgumentException(problems, nameof(options));
        MosquittoLibrary.Load();
        _will = will ?? (static () => null);
        _room = new LinkRoom(options, clock, log, new WakeUp(), new Inbox(options.InboxCapacity), new Subscriptions());
        _delay = new ReconnectDelay(options.ReconnectBase, options.ReconnectCap, random ?? Random.Shared);
        _inFlight = new SemaphoreSlim(options.MaxInFlight);
        _feed = new StateFeed(state => StateChanged?.Invoke(state), log);
        _state = new LinkState(LinkStatus.Offline, clock.GetUtcNow(), null);
        // 256 KiB hold a TLS handshake several times over; the default would reserve 8 MiB of addresses.
        _thread = new Thread(Run, 256 * 1024) { IsBackground = true, Name = "mqtt" };
    }

    public event Action<LinkState>? StateChanged;

    public LinkState State
    {
        get
        {
            lock (_stateGate) return _state;
        }
    }

    public ChannelReader<MqttMessage> Messages => _room.Inbox.Reader;

    /// <summary>Messages lost since the start because nobody read <see cref="Messages"/> for too long.</summary>
    public long Dropped => _room.Inbox.Dropped;

    /// <summary>Messages lost since the start because their payload was above <see cref="MqttLinkOptions.MaxPayload"/>.</summary>
    public long Oversized => _room.Inbox.Oversized;

    public void Start()
    {
        ObjectDisposedException.ThrowIf(_stopping, this);
        if (Interlocked.Exchange(ref _started, 1) == 0) _thread.Start();
    }

    public void Subscribe(string filter, int qos)
    {
        ArgumentException.ThrowIfNullOrEmpty(filter);
        if (qos is < 0 or > 1) throw new ArgumentOutOfRangeException(nameof(qos), qos, "QoS 0 and 1 are used here");
        _room.Subscriptions.Add(filter, qos);
        _room.Wake.Signal();
    }

    /// <inheritdoc />
    /// <remarks>Cancelled before it is sent, it is not sent; cancelled later, it may arrive. The payload must not change until this returns.</remarks>
    public async ValueTask<PublishResult> PublishAsync(MqttMessage message, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (_connection is null) return default(PublishResult) with { Status = PublishStatus.NotConnected };
        await _inFlight.WaitAsync(cancellation).ConfigureAwait(false);
        var publish = new PendingPublish(message, _ => _inFlight.Release());
        if (_connection is not { } connection || !connection.TryEnqueue(publish)) publish.End(PublishStatus.NotConnected);
        try
        {
            return await publish.Answer.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            publish.Abandon();
            throw;
        }
    }

    /// <summary>
    /// Says goodbye to the broker and ends the thread; then <see cref="Messages"/> is complete. Takes a moment; as long as the system's resolver
    /// when that is being asked for the broker's name.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _stopping = true;
        _room.Wake.Signal();
        if (Interlocked.Exchange(ref _started, 1) == 0) Finish();
        // The library tries one address after the other, each in a call that blocks.
        while (await Task.WhenAny(_ended.Task, Task.Delay(AbortInterval, TimeProvider.System)).ConfigureAwait(false) != _ended.Task)
            _connecting?.Abort();
        if (_thread.ThreadState != ThreadState.Unstarted && _thread.IsAlive) _thread.Join();
        _room.Wake.Dispose();
    }
}
