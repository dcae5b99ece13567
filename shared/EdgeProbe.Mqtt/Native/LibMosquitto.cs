using System.Runtime.InteropServices;

namespace EdgeProbe.Mqtt.Native;

/// <summary>What we use of libmosquitto 2.x (mosquitto.h). Its numbers are its ABI.</summary>
internal static unsafe partial class LibMosquitto
{
    public const string Name = "libmosquitto.so.1";

    // enum mosq_opt_t
    public const int ProtocolVersion = 1;
    public const int SendMaximum = 5;
    public const int TcpNoDelay = 11;

    public const int LogError = 1 << 3;

    [LibraryImport(Name, EntryPoint = "mosquitto_lib_init")]
    public static partial int Initialise();

    [LibraryImport(Name, EntryPoint = "mosquitto_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial MosquittoHandle New(string id, [MarshalAs(UnmanagedType.U1)] bool cleanStart, nint owner);

    [LibraryImport(Name, EntryPoint = "mosquitto_destroy")]
    public static partial void Destroy(nint client);

    [LibraryImport(Name, EntryPoint = "mosquitto_int_option")]
    public static partial int SetOption(MosquittoHandle client, int option, int value);

    [LibraryImport(Name, EntryPoint = "mosquitto_tls_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetTls(MosquittoHandle client, string caFile, string? caPath, string certificate, string key, nint askForSecret);

    [LibraryImport(Name, EntryPoint = "mosquitto_will_set_v5", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetWill(
        MosquittoHandle client, string topic, int length, byte* payload, int qos, [MarshalAs(UnmanagedType.U1)] bool retain, nint properties);

    [LibraryImport(Name, EntryPoint = "mosquitto_connect_bind_v5", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Connect(MosquittoHandle client, string host, int port, int keepAlive, string? bindTo, nint properties);

    [LibraryImport(Name, EntryPoint = "mosquitto_disconnect_v5")]
    public static partial int Disconnect(MosquittoHandle client, int reason, nint properties);

    [LibraryImport(Name, EntryPoint = "mosquitto_publish_v5", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Publish(
        MosquittoHandle client, int* id, string topic, int length, byte* payload, int qos, [MarshalAs(UnmanagedType.U1)] bool retain, nint properties);

    [LibraryImport(Name, EntryPoint = "mosquitto_subscribe_v5", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Subscribe(MosquittoHandle client, out int id, string filter, int qos, int options, nint properties);

    [LibraryImport(Name, EntryPoint = "mosquitto_loop_read")]
    public static partial int Read(MosquittoHandle client, int maxPackets);

    [LibraryImport(Name, EntryPoint = "mosquitto_loop_write")]
    public static partial int Write(MosquittoHandle client, int maxPackets);

    [LibraryImport(Name, EntryPoint = "mosquitto_loop_misc")]
    public static partial int KeepAlive(MosquittoHandle client);

    /// <returns>The file descriptor, or -1.</returns>
    [LibraryImport(Name, EntryPoint = "mosquitto_socket")]
    public static partial int Socket(MosquittoHandle client);

    [LibraryImport(Name, EntryPoint = "mosquitto_want_write")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool WantsToWrite(MosquittoHandle client);

    [LibraryImport(Name, EntryPoint = "mosquitto_ssl_get")]
    public static partial nint Tls(MosquittoHandle client);
}
