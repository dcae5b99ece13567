using Microsoft.Win32.SafeHandles;

namespace EdgeProbe.Mqtt.Native;

/// <summary>A struct mosquitto: one client instance with all it has queued.</summary>
internal sealed class MosquittoHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    protected override bool ReleaseHandle()
    {
        LibMosquitto.Destroy(handle);
        return true;
    }
}
