using Microsoft.Extensions.Logging;

namespace EdgeProbe.Agent.Commands;

/// <summary>
/// One line per message on standard error, with the level as systemd's journal reads it (sd-daemon(3): "&lt;4&gt;"), and no time: the journal
/// has it. Thread-safe; lives as long as the program.
/// </summary>
internal sealed class ConsoleLog(TextWriter output, LogLevel least) : ILoggerFactory, ILogger
{
    private readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
        // There is one place to write to.
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var text = formatter(state, exception) + (exception is null ? "" : $": {exception}");
        lock (_gate) output.WriteLine($"<{Priority(logLevel)}>{text.ReplaceLineEndings(" | ")} [{eventId.Id}]");
    }

    public void Dispose()
    {
        // Standard error is not ours to close.
    }

    private static int Priority(LogLevel level) => level switch
    {
        LogLevel.Critical => 2,
        LogLevel.Error => 3,
        LogLevel.Warning => 4,
        LogLevel.Information => 6,
        _ => 7,
    };
}
