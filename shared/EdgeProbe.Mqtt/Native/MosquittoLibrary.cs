using System.Runtime.InteropServices;

namespace EdgeProbe.Mqtt.Native;

/// <summary>
/// Makes sure, once, that the library is there. It is never cleaned up: its own clean-up unloads OpenSSL modules that libcurl shares.
/// </summary>
internal static class MosquittoLibrary
{
    private static readonly Lazy<bool> Ready = new(() =>
    {
        Require(LibMosquitto.Name);
        return LibMosquitto.Initialise() == 0;
    });

    /// <exception cref="MqttLibraryMissingException">It is not installed, or not for this machine.</exception>
    public static void Load() => _ = Ready.Value;

    internal static void Require(string name)
    {
        try { NativeLibrary.Load(name); }
        catch (Exception missing) when (missing is DllNotFoundException or BadImageFormatException)
        {
            throw new MqttLibraryMissingException($"{name} cannot be loaded: install it with apt-get install libmosquitto1 ({missing.Message})", missing);
        }
    }
}
