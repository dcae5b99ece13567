using System.Net;
using System.Net.Sockets;
using EdgeProbe.Sockets;

namespace EdgeProbe.Probers.Dns;

/// <summary>
/// Asks one resolver one question: UDP, then TCP when the answer says that it was cut. The delay is that of the whole, TCP included, taken
/// in user space: it over-estimates by the scheduling delay. A fresh socket per attempt gives a fresh random port (RFC 5452).
/// </summary>
public sealed class DnsProber(DnsOptions options, TimeProvider clock) : IProber
{
    public const int DefaultPort = 53;

    public async ValueTask<Measurement> MeasureAsync(Target target, CancellationToken cancellation)
    {
        var to = EndPointOf(target);
        if (to is null || !TryQuestion(target, out var question)) return Measurement.Failed(Reason.NotAttempted);
        var attempt = new DnsAttempt(to, question, options, clock);
        using var enough = new CancellationTokenSource(options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, cancellation);
        try
        {
            return await attempt.RunAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return attempt.Unanswered();
        }
        catch (SocketException refused)
        {
            return attempt.Refused(refused.SocketErrorCode);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static IPEndPoint? EndPointOf(Target target)
    {
        var address = target.Address ?? (IPAddress.TryParse(target.Host, out var literal) ? literal : null);
        return address is null ? null : new IPEndPoint(address, target.Port == 0 ? DefaultPort : target.Port);
    }

    private bool TryQuestion(Target target, out DnsQuestion question)
    {
        question = default;
        Span<byte> name = stackalloc byte[DnsName.MaxLength];
        if (target.Question is null || !DnsName.TryWrite(target.Question, name, out var length)) return false;
        var type = options.Ask ?? (target.Family == IpFamily.V6 ? DnsType.Aaaa : DnsType.A);
        question = new DnsQuestion((ushort)Secrets.Next(), name[..length].ToArray(), type);
        return true;
    }
}
