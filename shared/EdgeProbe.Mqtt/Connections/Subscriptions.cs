namespace EdgeProbe.Mqtt.Connections;

/// <summary>The filters a link was asked for, oldest first. Safe for use from several threads.</summary>
internal sealed class Subscriptions
{
    private readonly Lock _gate = new();
    private (string Filter, int Qos)[] _all = [];

    /// <summary>A filter asked for again takes the new QoS.</summary>
    public void Add(string filter, int qos)
    {
        lock (_gate) _all = [.. _all.Where(known => known.Filter != filter), (filter, qos)];
    }

    public (string Filter, int Qos)[] All
    {
        get
        {
            lock (_gate) return _all;
        }
    }
}
