namespace EdgeProbe.Mqtt;

/// <summary>libmosquitto cannot be loaded. The message names the library and the remedy.</summary>
public sealed class MqttLibraryMissingException : Exception
{
    public MqttLibraryMissingException(string message) : base(message) { }

    public MqttLibraryMissingException(string message, Exception inner) : base(message, inner) { }

    public MqttLibraryMissingException() : this("libmosquitto is missing: apt-get install libmosquitto1") { }
}
