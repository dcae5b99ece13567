using EdgeProbe.Lab.Control;
using EdgeProbe.Lab.Isp;
using EdgeProbe.Testing.Certificates;
using EdgeProbe.Testing.Namespaces;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.Lab;

/// <summary>The whole lab: namespaces, links, servers, management way and control socket. All gone after dispose, also when its start failed.</summary>
public sealed class RunningLab : IAsyncDisposable
{
    private readonly LabOptions _options;
    private readonly MiniatureIsp _isp;
    private readonly Dictionary<string, ChildProcess> _servers = [];
    private readonly List<Relay> _relays = [];
    private OwnReflector? _reflector;
    private ControlServer? _control;

    private RunningLab(LabOptions options)
    {
        _options = options;
        _isp = new MiniatureIsp(options.Seed, TimeProvider.System);
    }

    public MiniatureIsp Isp => _isp;

    /// <exception cref="LabException">The options have problems, or a server did not start.</exception>
    public static async Task<RunningLab> StartAsync(LabOptions options)
    {
        var problems = string.Join("; ", options.Problems());
        if (problems.Length > 0) throw new LabException(problems);
        var profile = Profile.Named(options.Profile);
        Directory.CreateDirectory(options.Directory);
        if (File.Exists(LabFile.In(options.Directory)))
            throw new LabException($"{options.Directory} has a lab already; end it: edgeprobe-lab down --state {options.Directory}");
        var lab = new RunningLab(options);
        try
        {
            await lab.StartAsync(profile);
            return lab;
        }
        catch
        {
            await lab.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_control is not null) await _control.DisposeAsync();
            foreach (var relay in _relays) await relay.DisposeAsync();
            foreach (var server in _servers.Values)
            {
                await server.StopAsync();
                await server.DisposeAsync();
            }
        }
        finally
        {
            // The namespaces go whatever has gone wrong before: they outlive this process.
            _reflector?.Dispose();
            _isp.Dispose();
            File.Delete(LabFile.In(_options.Directory));
        }
    }

    // Servers first and profile last, so that a start does not take the time of a slow line.
    private async Task StartAsync(Profile profile)
    {
        var core = _isp.Link("core");
        foreach (var place in Probes) place.UseResolvers($"{core.FarV4}", $"{core.FarV6}");
        var certificates = LabCertificates.For(_options);
        _servers["web"] = await WebServer.StartAsync(_isp.Service, _options.Directory, certificates.Server);
        _servers["resolver"] = await Resolver.StartAsync(_isp.Core, _options.Directory, core.FarV4, core.FarV6);
        if (_options.Reflector is { } program) _servers["reflector"] = await ReflectorProgram.StartAsync(_isp.Core, program, core, _options.ReflectorPort);
        else _reflector = await OwnReflector.OpenAsync(_isp.Core, [core.FarV4, core.FarV6], _options.ReflectorPort);
        foreach (var port in _options.Relays)
        {
            foreach (var place in Probes) _relays.Add(await Relay.OpenAsync(place, port));
        }

        _isp.Apply(profile);
        File.Delete(LabFile.SocketIn(_options.Directory));
        _control = new ControlServer(new LabControl(_isp, profile), LabFile.SocketIn(_options.Directory));
        Describe(certificates.Authority).Write(_options.Directory);
    }

    // Where a probe may live: as a device of the home, or where it sees the home's traffic pass.
    private IEnumerable<NetworkNamespace> Probes => [_isp.Home, _isp.Gateway];

    private LabFile Describe(string authority) => new()
    {
        Pid = Environment.ProcessId,
        Seed = _options.Seed,
        Profile = _options.Profile,
        Namespaces = MiniatureIsp.PlaceNames.Zip(_isp.Places).ToDictionary(place => place.First, place => place.Second.Name),
        Links = [.. _isp.Links.Select(link => new LabLink(link.Name, $"{link.NearV4}", $"{link.NearV6}", $"{link.FarV4}", $"{link.FarV6}"))],
        Processes = _servers.ToDictionary(server => server.Key, server => server.Value.Pid),
        Relays = _options.Relays,
        Agent = Agent(authority),
    };

    private LabAgent Agent(string authority) => new()
    {
        Reflector = $"{_isp.Link("core").FarV4}:{_options.ReflectorPort}",
        Services =
        [
            new LabService("shop", $"https://{ServedName.Shop.Name}/", ServedName.Body, 443),
            new LabService("video", $"http://{ServedName.Video.Name}/", ServedName.Body, null),
        ],
        Resolvers = [$"{_isp.Link("core").FarV4}", $"{_isp.Link("core").FarV6}"],
        DnsQuestion = ServedName.Shop.Name,
        HttpCa = authority,
    };
}
