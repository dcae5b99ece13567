using EdgeProbe.Agent.Spool;
using EdgeProbe.Contract;

namespace EdgeProbe.Agent.Uplink;

/// <summary>
/// What of a batch is only known when it is sent, written behind the bytes that the spool holds: in protobuf the last value of a scalar
/// field wins, so a batch need not be decoded to be corrected.
/// </summary>
internal static class BatchTail
{
    private const int ConfigRevision = 5;
    private const int DroppedBefore = 9;
    private const int Flags = 10;
    private const uint Replay = 1;
    private const int MaxBytes = 32;

    public static ReadOnlyMemory<byte> Complete(ReadOnlyMemory<byte> batch, SpoolFrame frame, uint configRevision, bool isReplay)
    {
        if (frame.DroppedBefore == 0 && !isReplay && configRevision == frame.ConfigRevision) return batch;
        var bytes = new byte[batch.Length + MaxBytes];
        batch.CopyTo(bytes);
        var tail = new ProtoWriter(bytes.AsSpan(batch.Length));
        if (configRevision != frame.ConfigRevision) tail.Number(ConfigRevision, configRevision);
        if (frame.DroppedBefore > 0) tail.Number(DroppedBefore, frame.DroppedBefore);
        if (isReplay) tail.Number(Flags, Replay);
        return bytes.AsMemory(0, batch.Length + tail.Position);
    }
}
