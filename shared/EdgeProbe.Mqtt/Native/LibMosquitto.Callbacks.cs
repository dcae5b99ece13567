using System.Runtime.InteropServices;

namespace EdgeProbe.Mqtt.Native;

internal static unsafe partial class LibMosquitto
{
    [LibraryImport(Name, EntryPoint = "mosquitto_connect_v5_callback_set")]
    public static partial void OnConnect(MosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, void> callback);

    [LibraryImport(Name, EntryPoint = "mosquitto_disconnect_v5_callback_set")]
    public static partial void OnDisconnect(MosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, nint, void> callback);

    [LibraryImport(Name, EntryPoint = "mosquitto_publish_v5_callback_set")]
    public static partial void OnPublish(MosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, int, nint, void> callback);

    [LibraryImport(Name, EntryPoint = "mosquitto_message_v5_callback_set")]
    public static partial void OnMessage(MosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, MosquittoMessage*, nint, void> callback);

    [LibraryImport(Name, EntryPoint = "mosquitto_subscribe_v5_callback_set")]
    public static partial void OnSubscribe(MosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, int, int*, nint, void> callback);

    [LibraryImport(Name, EntryPoint = "mosquitto_log_callback_set")]
    public static partial void OnLog(MosquittoHandle client, delegate* unmanaged[Cdecl]<nint, nint, int, byte*, void> callback);
}

/// <summary>struct mosquitto_message; the library's own, gone after the callback.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MosquittoMessage
{
    public int Id;
    public byte* Topic;
    public byte* Payload;
    public int Length;
    public int Qos;
    public byte Retain;

    public readonly ReadOnlySpan<byte> Bytes => new(Payload, Length);
}
