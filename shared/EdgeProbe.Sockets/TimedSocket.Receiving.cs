using System.Runtime.CompilerServices;

namespace EdgeProbe.Sockets;

/// <summary>Receiving: one packet or error a call, with its control messages.</summary>
public sealed unsafe partial class TimedSocket
{
    private uint _overflowed;

    /// <summary>
    /// Packets that the kernel threw away because they came faster than they were taken; known when a later packet is received.
    /// </summary>
    public uint Overflowed => Volatile.Read(ref _overflowed);

    /// <summary>Hands the next packet to the receiver; false when none waits.</summary>
    internal bool TryReceive(ReceiveBuffer buffer, IPacketReceiver receiver, TimeProvider clock)
    {
        if (!TryReceive(buffer, 0, out var from, out var bytes, out var control, out var flags)) return false;
        var at = Moment.Now(clock);
        var beside = ControlMessages.Read(control);
        if (beside.Overflowed != 0) Volatile.Write(ref _overflowed, beside.Overflowed);
        receiver.OnPacket(new ReceivedPacket
        {
            Bytes = bytes, From = from, To = beside.Local, At = at, KernelTicks = beside.KernelTicks, HopLimit = beside.HopLimit,
            Truncated = (flags & Linux.Truncated) != 0,
        });
        return true;
    }

    /// <summary>Hands the next error of the error queue to the receiver; false when none waits.</summary>
    internal bool TryReceiveError(ReceiveBuffer buffer, IPacketReceiver receiver, TimeProvider clock)
    {
        if (!TryReceive(buffer, Linux.ErrorQueue, out var to, out var bytes, out var control, out _)) return false;
        var at = Moment.Now(clock);
        var beside = ControlMessages.Read(control);
        receiver.OnError(new ReceivedError
        {
            Quoted = bytes, To = to, At = at, KernelTicks = beside.KernelTicks, Error = beside.Error, Origin = beside.Origin,
            Type = beside.Type, Code = beside.Code, Offender = beside.Offender,
        });
        return true;
    }

    private bool TryReceive(
        ReceiveBuffer buffer, int flags, out NativeAddress peer, out ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> control, out int seen)
    {
        peer = default;
        var part = new BufferPart { Base = buffer.Data, Length = ReceiveBuffer.DataSize };
        var message = new MessageHeader
        {
            Name = Unsafe.AsPointer(ref peer), NameLength = NativeAddress.Capacity, Parts = &part, PartCount = 1,
            Control = buffer.Control, ControlLength = ReceiveBuffer.ControlSize,
        };
        var length = Libc.ReceiveMessage(Handle, &message, flags | Linux.DoNotWait);
        // An error that waits on the socket is taken by this call; the next one sees the packets behind it.
        if (length < 0 && LastError() != Errno.Again) length = Libc.ReceiveMessage(Handle, &message, flags | Linux.DoNotWait);
        seen = message.Flags;
        bytes = length < 0 ? default : new ReadOnlySpan<byte>(buffer.Data, (int)length);
        control = length < 0 ? default : new ReadOnlySpan<byte>(buffer.Control, (int)message.ControlLength);
        return length >= 0;
    }
}
