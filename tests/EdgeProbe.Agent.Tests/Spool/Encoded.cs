using System.Buffers;
using System.Text;

namespace EdgeProbe.Agent.Tests.Spool;

/// <summary>A stand-in for the codec whose bytes say what they hold: the spool does not care what they mean.</summary>
internal static class Encoded
{
    public static Sample Giant { get; } = new() { Test = uint.MaxValue };

    public static Sample Sample(uint test) => new() { Test = test, Window = new Window(0, 10_000), Sent = 10, Received = 10 };

    public static Sample[] Samples(int count) => [.. Enumerable.Range(1, count).Select(i => Sample((uint)i))];

    public static byte[] Bytes(ulong epoch, ulong first, int count)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Write(new Batch { StoreEpoch = epoch, FirstSequence = first, ConfigRevision = 7, Samples = Samples(count) }, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    public static void Write(Batch batch, IBufferWriter<byte> into)
    {
        into.Write(Encoding.ASCII.GetBytes($"{batch.StoreEpoch:x16} {batch.FirstSequence} {batch.Samples.Count}:"));
        foreach (var sample in batch.Samples)
        {
            into.Write(Encoding.ASCII.GetBytes($"{sample.Test:d8};"));
            if (sample == Giant) into.Write(new byte[100_000]);
        }
    }
}
