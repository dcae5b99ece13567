using EdgeProbe.Lab.Isp;
using EdgeProbe.Lab.Links;
using EdgeProbe.Testing.Namespaces;

namespace EdgeProbe.Lab.Control;

/// <summary>What can be changed and read while the lab runs, one request at a time.</summary>
internal sealed class LabControl(MiniatureIsp isp, Profile profile)
{
    private readonly Switches _switches = new(isp);
    private readonly Lock _gate = new();

    /// <summary>
    /// Changes a target: "access" (both directions), "access.up", "access.down", or a server: "web", "resolver", "reflector".
    /// All of the request is taken, or none of what concerns a link's settings.
    /// </summary>
    /// <exception cref="LabException">The target, a key or a value is not known.</exception>
    public void Set(string target, IReadOnlyList<(string Key, string Value)> pairs)
    {
        lock (_gate)
        {
            if (Switches.Servers.Contains(target)) SetServer(target, pairs);
            else foreach (var direction in Directions(target)) SetDirection(direction, pairs);
        }
    }

    /// <summary>Back to the profile, with every server up.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _switches.Reset();
            isp.Apply(profile);
        }
    }

    public LabCounters Counters()
    {
        lock (_gate)
        {
            var directions = LinkNames().SelectMany(Directions).ToDictionary(way => way.Name, way => new DirectionCounters(way.Way.Counters, way.Way.Unread));
            return new LabCounters(directions, _switches.Counts());
        }
    }

    public IReadOnlyDictionary<string, LinkSettings> Settings() =>
        LinkNames().SelectMany(Directions).ToDictionary(way => way.Name, way => way.Way.Settings);

    private static IReadOnlyList<string> LinkNames() => MiniatureIsp.LinkNames;

    private void SetServer(string server, IReadOnlyList<(string Key, string Value)> pairs)
    {
        foreach (var (key, value) in pairs)
        {
            if (key != "state") throw new LabException($"{server} has no '{key}'; it has state (up|silent|refused|lying)");
            _switches.SetServer(server, value);
        }
    }

    private void SetDirection(NamedDirection direction, IReadOnlyList<(string Key, string Value)> pairs)
    {
        var settings = direction.Way.Settings;
        var kernel = new List<(string Key, string Value)>();
        foreach (var (key, value) in pairs)
        {
            if (LinkWords.With(settings, key, value) is { } changed) settings = changed;
            else if (key is "drop-one-in" or "bloat-rate" or "bloat-queue") kernel.Add((key, value));
            else throw new LabException($"{direction.Name} has no '{key}'; it has {LinkWords.Keys}, drop-one-in, bloat-rate, bloat-queue");
        }

        var problems = string.Join("; ", settings.Problems());
        if (problems.Length > 0) throw new LabException($"{direction.Name}: {problems}");
        direction.Way.Settings = settings;
        SetKernel(direction, kernel.ToDictionary());
    }

    private void SetKernel(NamedDirection direction, Dictionary<string, string> pairs)
    {
        if (pairs.TryGetValue("drop-one-in", out var every))
        {
            if (!int.TryParse(every, out var n) || n < 0) throw new LabException($"drop-one-in is '{every}'; it must be a whole number, 0 for none");
            _switches.LoseOneIn(direction.Name, direction.To, direction.Way.ReceivingDevice, n);
        }

        if (pairs.TryGetValue("bloat-rate", out var rate))
            _switches.Bloat(direction.From, direction.Way.SendingDevice, rate, pairs.GetValueOrDefault("bloat-queue", "400ms"));
    }

    private IEnumerable<NamedDirection> Directions(string target)
    {
        var parts = target.Split('.');
        var index = MiniatureIsp.LinkNames.ToList().IndexOf(parts[0]);
        if (index < 0 || parts.Length > 2 || (parts.Length == 2 && parts[1] is not ("up" or "down")))
        {
            throw new LabException(
                $"there is nothing called '{target}'; there are {string.Join(", ", MiniatureIsp.LinkNames)}, each also with .up or .down, and " +
                string.Join(", ", Switches.Servers));
        }

        var link = isp.Links[index];
        var (near, far) = (isp.Places[index], isp.Places[index + 1]);
        if (parts.Length == 1 || parts[1] == "up") yield return new NamedDirection($"{link.Name}.up", link.Up, near, far);
        if (parts.Length == 1 || parts[1] == "down") yield return new NamedDirection($"{link.Name}.down", link.Down, far, near);
    }

    private readonly record struct NamedDirection(string Name, LinkDirection Way, NetworkNamespace From, NetworkNamespace To);
}
