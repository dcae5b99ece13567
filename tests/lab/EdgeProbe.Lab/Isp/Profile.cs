using EdgeProbe.Lab.Links;

namespace EdgeProbe.Lab.Isp;

/// <summary>How the four links behave when nothing is wrong, by name. What "reset" returns to.</summary>
public sealed record Profile(string Name, IReadOnlyDictionary<string, (LinkSettings Up, LinkSettings Down)> Links)
{
    private static readonly LinkSettings None = new();

    /// <summary>Nothing is delayed or lost: what the emulator itself costs.</summary>
    public static readonly Profile Bare = new("bare", Of((None, None), (None, None), (None, None), (None, None)));

    /// <summary>A good fibre line, 100/20 Mbit/s, some 20 ms to the services.</summary>
    public static readonly Profile Calm = new("calm", Of(
        (Way(0.3, 0.1), Way(0.3, 0.1)),
        (Way(2.5, 0.3, 20, 256), Way(2.5, 0.3, 100, 512)),
        (Way(2, 0.1), Way(2, 0.1)),
        (Way(4, 0.2), Way(4, 0.2))));

    /// <summary>A long copper line, 16/1 Mbit/s with a deep modem queue.</summary>
    public static readonly Profile Dsl = new("dsl", Of(
        (Way(0.3, 0.1), Way(0.3, 0.1)),
        (Way(9, 0.8, 1, 64), Way(9, 0.8, 16, 512)),
        (Way(3, 0.2), Way(3, 0.2)),
        (Way(6, 0.4), Way(6, 0.4))));

    public static readonly IReadOnlyList<Profile> All = [Bare, Calm, Dsl];

    /// <exception cref="LabException">There is no such profile.</exception>
    public static Profile Named(string name) =>
        All.FirstOrDefault(profile => profile.Name == name) ??
        throw new LabException($"profile is '{name}'; it must be one of {string.Join(", ", All.Select(profile => profile.Name))}");

    private static LinkSettings Way(double delayMs, double jitterMs, int megabits = 0, int queueKilobytes = 150) => new()
    {
        Delay = TimeSpan.FromMilliseconds(delayMs),
        Jitter = TimeSpan.FromMilliseconds(jitterMs),
        Shape = JitterShape.Exponential,
        Rate = megabits * 1_000_000L,
        Queue = queueKilobytes * 1000,
    };

    private static Dictionary<string, (LinkSettings Up, LinkSettings Down)> Of(params (LinkSettings Up, LinkSettings Down)[] links) =>
        MiniatureIsp.LinkNames.Zip(links).ToDictionary(link => link.First, link => link.Second);
}
