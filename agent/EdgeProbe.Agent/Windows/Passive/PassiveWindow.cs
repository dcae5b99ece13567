namespace EdgeProbe.Agent.Windows.Passive;

/// <summary>
/// All that the passive series have seen in one window. Accounts come about when their series first has something to say and stay for the
/// windows after it, so a steady household allocates nothing. Not thread-safe.
/// </summary>
internal sealed class PassiveWindow
{
    private readonly PassiveAccount?[] _accounts = new PassiveAccount?[PassiveTests.All.Length];

    public Window Window { get; private set; }

    public MeasurementFlags Flags { get; set; }

    public void Open(Window window)
    {
        Window = window;
        Flags = MeasurementFlags.None;
        foreach (var account in _accounts) account?.Clear();
    }

    /// <summary>The account of a place, made when there is none.</summary>
    public PassiveAccount At(int place) => _accounts[place] ??= new PassiveAccount();

    /// <summary>The account of a place; null when its series has never said anything.</summary>
    public PassiveAccount? Find(int place) => _accounts[place];
}
