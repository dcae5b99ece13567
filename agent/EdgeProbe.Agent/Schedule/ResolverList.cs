using EdgeProbe.Agent.Settings;

namespace EdgeProbe.Agent.Schedule;

/// <summary>The resolvers to test: those named, and for "system" those that resolv.conf(5) names.</summary>
internal static class ResolverList
{
    public static IReadOnlyList<HostPort> Of(IEnumerable<string> settings, string systemFile = "/etc/resolv.conf")
    {
        var resolvers = new List<HostPort>();
        foreach (var text in settings)
        {
            foreach (var resolver in text == "system" ? OfSystem(systemFile) : OfText(text))
            {
                if (!resolvers.Contains(resolver)) resolvers.Add(resolver);
            }
        }

        return resolvers;
    }

    private static IEnumerable<HostPort> OfText(string text)
    {
        if (HostPort.TryReadAddress(text, 53, out var resolver)) yield return resolver;
    }

    private static IEnumerable<HostPort> OfSystem(string file)
    {
        if (!File.Exists(file)) yield break;
        foreach (var line in File.ReadLines(file))
        {
            var words = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words is ["nameserver", var address, ..] && HostPort.TryReadAddress(address.Split('%')[0], 53, out var resolver)) yield return resolver;
        }
    }
}
