using System.Runtime.InteropServices;

namespace EdgeProbe.Mqtt.Native;

/// <summary>MQTT v5 properties (section 2.2.2.2) on their way to the library, which copies them unless said otherwise.</summary>
internal ref partial struct PropertyList
{
    private const int MessageExpiry = 2;
    private const int ContentType = 3;
    private const int SessionExpiry = 17;
    private const int ServerKeepAlive = 19;
    private const int WillDelay = 24;
    private const int ReceiveMaximum = 33;
    private const int MaximumPacketSize = 39;

    private nint _first;

    /// <summary>For a call that copies; the list stays ours to dispose.</summary>
    public readonly nint Borrowed => _first;

    public static PropertyList OfConnect(TimeSpan sessionExpiry, int maximumPacket)
    {
        var list = new PropertyList();
        if (sessionExpiry > TimeSpan.Zero) _ = AddInt32(ref list._first, SessionExpiry, Seconds(sessionExpiry));
        _ = AddInt32(ref list._first, MaximumPacketSize, (uint)maximumPacket);
        return list;
    }

    public static PropertyList OfMessage(MqttMessage message)
    {
        var list = new PropertyList();
        if (message.Expiry is { } expiry) _ = AddInt32(ref list._first, MessageExpiry, Seconds(expiry));
        if (message.ContentType is { } type) _ = AddString(ref list._first, ContentType, type);
        return list;
    }

    public static PropertyList OfWill(MqttMessage will)
    {
        var list = OfMessage(will);
        if (will.WillDelay > TimeSpan.Zero) _ = AddInt32(ref list._first, WillDelay, Seconds(will.WillDelay));
        return list;
    }

    /// <summary>For the one call that keeps the list when it succeeds: mosquitto_will_set_v5.</summary>
    public void HandedOver() => _first = 0;

    public void Dispose()
    {
        if (_first != 0) FreeAll(ref _first);
    }

    /// <summary>65,535 when absent (MQTT v5 section 3.2.2.3.3).</summary>
    public static int ReadReceiveMaximum(nint properties) =>
        ReadInt16(properties, ReceiveMaximum, out var value, false) != 0 ? value : ushort.MaxValue;

    /// <summary>Null when the server grants what was asked for.</summary>
    public static TimeSpan? ReadServerKeepAlive(nint properties) =>
        ReadInt16(properties, ServerKeepAlive, out var value, false) != 0 ? TimeSpan.FromSeconds(value) : null;

    public static TimeSpan? ReadExpiry(nint properties) =>
        ReadInt32(properties, MessageExpiry, out var value, false) != 0 ? TimeSpan.FromSeconds(value) : null;

    public static string? ReadContentType(nint properties)
    {
        if (ReadString(properties, ContentType, out var text, false) == 0) return null;
        var type = Marshal.PtrToStringUTF8(text);
        LibC.Free(text);
        return type;
    }

    private static uint Seconds(TimeSpan time) => (uint)Math.Clamp(Math.Ceiling(time.TotalSeconds), 0, uint.MaxValue - 1d);

    [LibraryImport(LibMosquitto.Name, EntryPoint = "mosquitto_property_add_int32")]
    private static partial int AddInt32(ref nint list, int property, uint value);

    [LibraryImport(LibMosquitto.Name, EntryPoint = "mosquitto_property_add_string", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddString(ref nint list, int property, string value);

    [LibraryImport(LibMosquitto.Name, EntryPoint = "mosquitto_property_free_all")]
    private static partial void FreeAll(ref nint list);

    [LibraryImport(LibMosquitto.Name, EntryPoint = "mosquitto_property_read_int16")]
    private static partial nint ReadInt16(nint list, int property, out ushort value, [MarshalAs(UnmanagedType.U1)] bool skipFirst);

    [LibraryImport(LibMosquitto.Name, EntryPoint = "mosquitto_property_read_int32")]
    private static partial nint ReadInt32(nint list, int property, out uint value, [MarshalAs(UnmanagedType.U1)] bool skipFirst);

    [LibraryImport(LibMosquitto.Name, EntryPoint = "mosquitto_property_read_string")]
    private static partial nint ReadString(nint list, int property, out nint value, [MarshalAs(UnmanagedType.U1)] bool skipFirst);
}
