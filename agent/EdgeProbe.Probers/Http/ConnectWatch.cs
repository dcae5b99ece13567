using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EdgeProbe.Probers.Http.Curl;

namespace EdgeProbe.Probers.Http;

/// <summary>
/// Sees when a connection stands and TLS begins. Curl tells the time of connecting only once the handshake is through (7.88 at least), so
/// of a handshake that fails it would not be known whether there had been a connection at all. Curl's thread writes, the prober reads after
/// the end.
/// </summary>
internal sealed class ConnectWatch : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly long _started;
    private GCHandle _self;
    private long? _connected;

    public ConnectWatch(TimeProvider clock)
    {
        (_clock, _started) = (clock, clock.GetTimestamp());
        _self = GCHandle.Alloc(this);
    }

    /// <summary>
    /// Microseconds from the start until TLS began; null when it never did. Over-estimates the connection by a thread's hop and by what OpenSSL
    /// needs to get ready.
    /// </summary>
    public uint? Connect => _connected is { } at ? Measurement.InMicroseconds(_clock.GetElapsedTime(_started, at)) : null;

    /// <summary>What curl passes back to the callback.</summary>
    public nint State => GCHandle.ToIntPtr(_self);

    /// <summary>For CURLOPT_SSL_CTX_FUNCTION, which curl calls between the connection and the first octet of the handshake.</summary>
    public static unsafe nint Callback
    {
        get
        {
            delegate* unmanaged[Cdecl]<nint, nint, nint, int> note = &Note;
            return (nint)note;
        }
    }

    public void Dispose()
    {
        if (_self.IsAllocated) _self.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Note(nint easy, nint context, nint state)
    {
        try
        {
            if (GCHandle.FromIntPtr(state).Target is ConnectWatch watch) watch._connected ??= watch._clock.GetTimestamp();
        }
#pragma warning disable CA1031 // an exception that left a native callback would end the process; a stage without its time is the lesser harm
        catch (Exception)
#pragma warning restore CA1031
        {
            return (int)CurlCode.Ok;
        }

        return (int)CurlCode.Ok;
    }
}
