namespace EdgeProbe.Agent.Windows;

/// <summary>Counts the reasons of a window's attempts that did not succeed, and the stages at which checks failed.</summary>
internal sealed class ReasonTally
{
    private readonly uint[] _counts = new uint[byte.MaxValue + 1];
    private uint _dns, _tcp, _tls, _http, _content;

    /// <summary>The commonest; of equals the one with the smaller number, so that the same attempts give the same answer.</summary>
    public Reason Commonest
    {
        get
        {
            var (best, most) = (Reason.Answered, 0u);
            for (var i = 1; i < _counts.Length; i++)
            {
                if (_counts[i] > most) (best, most) = ((Reason)i, _counts[i]);
            }

            return best;
        }
    }

    public StageFailures Failures => new(_dns, _tcp, _tls, _http, _content);

    public void Add(Reason reason, Kind kind, HttpPhases? phases)
    {
        if (reason == Reason.Answered) return;
        _counts[(byte)reason]++;
        if (kind is Kind.Http or Kind.Tcp or Kind.Dns && reason.ToOutcome() != Outcome.NotAttempted) AddStage(reason, phases);
    }

    public void Merge(ReasonTally other)
    {
        for (var i = 0; i < _counts.Length; i++) _counts[i] += other._counts[i];
        (_dns, _tcp, _tls, _http, _content) = (_dns + other._dns, _tcp + other._tcp, _tls + other._tls, _http + other._http, _content + other._content);
    }

    public void Clear()
    {
        Array.Clear(_counts);
        (_dns, _tcp, _tls, _http, _content) = (0, 0, 0, 0, 0);
    }

    private void AddStage(Reason reason, HttpPhases? phases)
    {
        switch (reason)
        {
            case Reason.ResolverTimedOut or (>= Reason.NameNotFound and <= Reason.DnsMalformed):
                _dns++;
                break;
            case Reason.TlsTimedOut or (>= Reason.TlsHandshakeFailed and <= Reason.CertificateUntrusted):
                _tls++;
                break;
            case Reason.BodyTimedOut or Reason.BodyMismatch or Reason.BodyTooLarge:
                _content++;
                break;
            case Reason.FirstByteTimedOut or Reason.HttpMalformed or Reason.TooManyRedirects or Reason.HttpClientError or Reason.HttpServerError:
            case Reason.TimedOut or Reason.ConnectionReset when phases is { Connect: not null }:
                _http++;
                break;
            default:
                _tcp++;
                break;
        }
    }
}
