using EdgeProbe.Agent.Spool;
using EdgeProbe.Contract;
using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Commands;

/// <summary>Says what cannot wait: to the log, and to the collector by the queue of events. Thread-safe.</summary>
internal sealed class EventTeller(EventQueue<ProbeEvent> events, TimeProvider clock, ILogger log)
{
    /// <summary>Something happened and is in the queue.</summary>
    public event Action? Told;

    public void Tell(string name, string subject, string text)
    {
        CommandsLog.Happened(log, name, subject, text);
        events.Add(new ProbeEvent { StoreEpoch = 0, Session = 0, Time = clock.GetUtcNow(), Name = name, Subject = subject, Text = text });
        Told?.Invoke();
    }
}
