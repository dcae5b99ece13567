using System.Runtime.InteropServices;
using EdgeProbe.Capture.Parsing;

namespace EdgeProbe.Capture.Pcap;

/// <summary>A capture file: pcap or pcapng, either byte order, micro- or nanoseconds. "-" is standard input.</summary>
internal sealed unsafe class FileSource : IFrameSource
{
    // Measured on such machines: 64 KiB stay in the second-level cache; larger ones are slower.
    private const int BufferBytes = 64 * 1024;
    private readonly PcapHandle _pcap;
    private readonly FrameCallback _callback = new();

    private FileSource(PcapHandle pcap, LinkType link) => (_pcap, Link) = (pcap, link);

    public LinkType Link { get; }

    /// <summary>What libpcap said of the end, where it was not the file's.</summary>
    public string? Problem { get; private set; }

    /// <exception cref="CaptureException">It is not there, cannot be read, is no capture or of a link type that is not supported.</exception>
    public static FileSource Open(string path)
    {
        PcapLibrary.MustBeThere();
        var file = OpenFile(path);
        var buffer = (byte*)NativeMemory.Alloc(BufferBytes);
        CFile.UseBuffer(file, buffer, BufferBytes);
        var error = stackalloc byte[LibPcap.ErrorBytes];
        var opened = LibPcap.OpenFile(file, LibPcap.Nanoseconds, error);
        if (opened == 0)
        {
            _ = CFile.Close(file);
            NativeMemory.Free(buffer);
            throw Refusal(path, LibPcap.Text(error));
        }

        var pcap = new PcapHandle(opened, buffer);
        var type = LibPcap.LinkType(opened);
        if (LinkTypes.TryOf(type, out var link)) return new FileSource(pcap, link);
        pcap.Dispose();
        throw new CaptureException(CaptureProblem.UnsupportedLink, $"{path}: {LinkTypes.WhyNot(type)}");
    }

    public ReadEnd Read(FrameReceiver receiver, int most)
    {
        var read = _callback.Dispatch(_pcap, receiver, most);
        if (read > 0) return ReadEnd.More;
        if (read == 0) return ReadEnd.End;
        Problem = _pcap.LastError;
        return Problem.Contains("truncated", StringComparison.Ordinal) ? ReadEnd.Truncated : ReadEnd.Failed;
    }

    public void Dispose()
    {
        _pcap.Dispose();
        _callback.Dispose();
    }

    private static nint OpenFile(string path)
    {
        if (path != "-" && Directory.Exists(path))
            throw new CaptureException(CaptureProblem.Unreadable, $"{path} is a directory; name a capture file in it");
        var file = path == "-" ? CFile.OpenDescriptor(0, "r") : CFile.Open(path, "re");
        if (file != 0) return file;
        throw new CaptureException(CaptureProblem.Unreadable, $"{path} cannot be opened: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    private static CaptureException Refusal(string path, string words) =>
        words.Contains("only got 0", StringComparison.Ordinal)
            ? new CaptureException(CaptureProblem.Empty, $"{path} is empty: it holds no frame")
            : new CaptureException(CaptureProblem.Unreadable, $"{path} is no capture file that can be read ({words}); pcap and pcapng are, uncompressed");
}
