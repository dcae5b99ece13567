using System.Globalization;
using EdgeProbe.Contract;
using EdgeProbe.Mqtt;

namespace EdgeProbe.Agent.Uplink;

/// <summary>
/// Numbers the connections of a probe, upward through restarts, so that a will which arrives late is known to be an old one's. Kept beside
/// the spool; where nothing can be kept, the wall clock's seconds serve. Thread-safe.
/// </summary>
internal sealed class Sessions(ProbeId probe, string? directory, TimeProvider clock)
{
    private const string FileName = "session";
    private static readonly TimeSpan WillDelay = TimeSpan.FromSeconds(30);
    private ulong _current;

    /// <summary>The session of the present connection; 0 before the first.</summary>
    public ulong Current => Volatile.Read(ref _current);

    /// <summary>Begins a session and gives what the broker shall say if it breaks.</summary>
    public MqttMessage NextWill()
    {
        var next = Math.Max(Math.Max(Current, Kept()) + 1, (ulong)Math.Max(1, clock.GetUtcNow().ToUnixTimeSeconds()));
        Keep(next);
        Volatile.Write(ref _current, next);
        return State(new ProbeState(false, next, ProbeState.Will)) with { WillDelay = WillDelay };
    }

    public MqttMessage State(ProbeState state) =>
        new() { Topic = Topics.State(probe), Payload = StateCodec.Encode(state), Qos = 1, Retain = true, ContentType = ContentTypes.Protobuf };

    private ulong Kept()
    {
        try
        {
            return directory is not null && File.Exists(Path.Combine(directory, FileName))
                && ulong.TryParse(File.ReadAllText(Path.Combine(directory, FileName)), CultureInfo.InvariantCulture, out var kept) ? kept : 0;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    // Not synced: the wall clock covers a lost write, and a file is written per connection.
    private void Keep(ulong session)
    {
        if (directory is null) return;
        try
        {
            File.WriteAllText(Path.Combine(directory, FileName), session.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The spool says loudly that its directory cannot be written.
        }
    }
}
