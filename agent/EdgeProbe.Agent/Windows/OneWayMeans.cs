namespace EdgeProbe.Agent.Windows;

/// <summary>Means of the one-way delays of a window, with the largest stated error.</summary>
internal sealed class OneWayMeans
{
    private long _up, _down, _count;
    private uint _error;

    public OneWayDelays? Mean => _count == 0 ? null : new OneWayDelays((int)(_up / _count), (int)(_down / _count), _error);

    public void Add(OneWayDelays delays)
    {
        _up += delays.UpMicroseconds;
        _down += delays.DownMicroseconds;
        _count++;
        _error = Math.Max(_error, delays.ErrorMicroseconds);
    }

    public void Clear() => (_up, _down, _count, _error) = (0, 0, 0, 0);
}
