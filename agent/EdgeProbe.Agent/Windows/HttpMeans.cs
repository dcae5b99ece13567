namespace EdgeProbe.Agent.Windows;

/// <summary>Means of the stages of a window's HTTP checks, each over the checks that reached it.</summary>
internal sealed class HttpMeans
{
    private (ulong Sum, uint Count) _resolve, _connect, _tls, _firstByte;
    private int? _certificateDays;
    private bool _any;

    public HttpPhases? Mean => !_any
        ? null
        : new HttpPhases(Of(_resolve), Of(_connect), Of(_tls), Of(_firstByte)) { CertificateDaysLeft = _certificateDays };

    public void Add(HttpPhases phases)
    {
        _any = true;
        Add(ref _resolve, phases.Resolve);
        Add(ref _connect, phases.Connect);
        Add(ref _tls, phases.Tls);
        Add(ref _firstByte, phases.FirstByte);
        _certificateDays = phases.CertificateDaysLeft ?? _certificateDays;
    }

    public void Clear()
    {
        (_resolve, _connect, _tls, _firstByte) = (default, default, default, default);
        (_certificateDays, _any) = (null, false);
    }

    private static void Add(ref (ulong Sum, uint Count) stage, uint? value)
    {
        if (value is { } microseconds) stage = (stage.Sum + microseconds, stage.Count + 1);
    }

    private static uint? Of((ulong Sum, uint Count) stage) =>
        stage.Count == 0 ? null : (uint)((stage.Sum + stage.Count / 2) / stage.Count);
}
