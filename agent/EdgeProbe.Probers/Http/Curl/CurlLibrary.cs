using System.Runtime.InteropServices;

namespace EdgeProbe.Probers.Http.Curl;

/// <summary>Whether libcurl is there. It is loaded when first asked for, so that an agent without HTTP checks needs none.</summary>
internal sealed class CurlLibrary(string name)
{
    // CURL_GLOBAL_ALL. Never undone: libmosquitto may use OpenSSL beside us until the process ends.
    private const int Everything = 3;

    private static readonly Lock Gate = new();
    private static bool _initialised;

    /// <summary>Safe to ask as often as one likes.</summary>
    public bool IsThere => NativeLibrary.TryLoad(name, out _) && Initialise();

    private static bool Initialise()
    {
        lock (Gate) return _initialised = _initialised || CurlNative.GlobalInit(Everything) == 0;
    }
}
