namespace EdgeProbe.Stamp;

/// <summary>What a reflector has done since it was opened. Received is the sum of reflected, malformed, limited, refused and unsent.</summary>
/// <param name="Received">Packets that reached the socket.</param>
/// <param name="Reflected">Answers handed to the kernel.</param>
/// <param name="Malformed">Too short, too long to answer whole, or with a void error estimate.</param>
/// <param name="Limited">Over the limit of their source address.</param>
/// <param name="Refused">From a port that no sender uses: answering could make two reflectors talk for ever.</param>
/// <param name="Unsent">Answers that the kernel did not take.</param>
/// <param name="Sessions">Sessions remembered now.</param>
/// <param name="EvictedSessions">Sessions forgotten because the table was full; their counts begin again at zero.</param>
public readonly record struct ReflectorCounters(
    long Received, long Reflected, long Malformed, long Limited, long Refused, long Unsent, int Sessions, long EvictedSessions);
