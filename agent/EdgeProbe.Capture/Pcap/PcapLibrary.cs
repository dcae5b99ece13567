using System.Runtime.InteropServices;

namespace EdgeProbe.Capture.Pcap;

/// <summary>Whether libpcap is on this box; it is loaded when it is first needed and not before.</summary>
internal static class PcapLibrary
{
    /// <exception cref="CaptureException">It is not.</exception>
    public static void MustBeThere()
    {
        if (NativeLibrary.TryLoad(LibPcap.Library, out _)) return;
        throw new CaptureException(CaptureProblem.NoLibrary, $"{LibPcap.Library} cannot be loaded: no traffic can be watched; apt-get install libpcap0.8");
    }
}
