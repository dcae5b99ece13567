using EdgeProbe.Mqtt.Native;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Mqtt.Connections;

/// <summary>What outlives the single connection and is shared by all of a link's.</summary>
internal sealed record LinkRoom(
    MqttLinkOptions Options, TimeProvider Clock, ILogger Log, WakeUp Wake, Inbox Inbox, Subscriptions Subscriptions);
