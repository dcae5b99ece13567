using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EdgeProbe.Probers.Http;

/// <summary>Where a body goes: it is counted, searched and forgotten. Curl's thread writes, the prober reads after the end.</summary>
internal sealed class BodySink : IDisposable
{
    private readonly BodyWords? _words;
    private readonly long _limit;
    private GCHandle _self;
    private long _octets;

    public BodySink(string? expected, long limit)
    {
        _words = expected is null ? null : new BodyWords(expected);
        _limit = limit;
        _self = GCHandle.Alloc(this);
    }

    /// <summary>More came than the limit; the transfer was broken off.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>Nothing was expected, or it came.</summary>
    public bool HoldsWhatWasExpected => _words is null or { Found: true };

    /// <summary>What curl passes back to the callback.</summary>
    public nint State => GCHandle.ToIntPtr(_self);

    public static unsafe nint Callback
    {
        get
        {
            delegate* unmanaged[Cdecl]<byte*, nuint, nuint, nint, nuint> take = &Take;
            return (nint)take;
        }
    }

    public void Dispose()
    {
        if (_self.IsAllocated) _self.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe nuint Take(byte* data, nuint size, nuint count, nint state)
    {
        var length = size * count;
        try
        {
            return GCHandle.FromIntPtr(state).Target is BodySink sink && sink.Take(new ReadOnlySpan<byte>(data, checked((int)length))) ? length : 0;
        }
#pragma warning disable CA1031 // an exception that left a native callback would end the process; curl breaks the transfer off instead
        catch (Exception)
#pragma warning restore CA1031
        {
            return 0;
        }
    }

    private bool Take(ReadOnlySpan<byte> piece)
    {
        _octets += piece.Length;
        IsTooLarge = _octets > _limit;
        if (!IsTooLarge) _words?.Read(piece);
        return !IsTooLarge;
    }
}
