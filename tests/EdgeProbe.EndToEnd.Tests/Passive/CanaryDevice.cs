using System.Net;
using System.Net.Sockets;
using System.Text;
using EdgeProbe.Lab.Isp;
using EdgeProbe.Testing.Namespaces;
using EdgeProbe.Testing.Packets;

namespace EdgeProbe.EndToEnd.Tests.Passive;

/// <summary>
/// A device on the home's Ethernet, beside the lab's own home, whose every trait is a canary: link-layer address, addresses, the names that it
/// asks for and connects to, the words that it says. Goes with the lab's gateway, or when disposed.
/// </summary>
internal sealed class CanaryDevice : IDisposable
{
    private const byte Network = 77;
    private const string Mac = "02:ca:fe:0d:1e:af";
    private const string QueryName = "canaryquestion";
    private const string ServerName = "canaryservername.test";
    private const string Word = "canaryword";
    private const string Server = "10.98.4.177";

    private readonly NetworkNamespace _place = NetworkNamespace.Create("canary");
    private readonly VethPair _cable;

    public CanaryDevice(MiniatureIsp isp)
    {
        _cable = new VethPair(isp.Gateway, _place, Network);
        _place.Run("ip", "link", "set", "dev", _cable.Right.Device, "address", Mac);
        _place.Run("ip", "route", "add", "default", "via", $"{_cable.Left.V4}");
        for (var i = 2; i < isp.Places.Count; i++)
            isp.Places[i].Run("ip", "route", "add", $"10.99.{Network}.0/24", "via", $"{isp.Links[i - 1].NearV4}");
        isp.Service.Run("ip", "address", "add", $"{Server}/32", "dev", "lo");
    }

    /// <summary>Where the probe sees it.</summary>
    public string ProbeDevice => _cable.Left.Device;

    public string HomeNetwork => $"10.99.{Network}.0/24";

    /// <summary>All that must never leave the box, by what it is; each is on the wire many times.</summary>
    public IReadOnlyList<(string What, byte[] Bytes)> OnTheWire =>
    [
        ("the device's link-layer address", Convert.FromHexString(Mac.Replace(":", "", StringComparison.Ordinal))),
        ("the device's address", _cable.Right.V4.GetAddressBytes()),
        ("the server's address", IPAddress.Parse(Server).GetAddressBytes()),
        ("the question's name", Encoding.ASCII.GetBytes(QueryName)),
        ("the server's name", Encoding.ASCII.GetBytes(ServerName)),
        ("the payload", Encoding.ASCII.GetBytes(Word)),
    ];

    /// <summary>The same as a program might write them down.</summary>
    public IReadOnlyList<(string What, byte[] Bytes)> WrittenDown =>
    [
        .. OnTheWire,
        .. OnTheWire.Where(canary => canary.Bytes.Length < 8).Select(canary => (canary.What + ", backwards", canary.Bytes.Reverse().ToArray())),
        .. OnTheWire.Select(canary => (canary.What + " in hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexString(canary.Bytes)))),
        .. OnTheWire.Select(canary => (canary.What + " in hexadecimal", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(canary.Bytes)))),
        ("the device's link-layer address in words", Encoding.ASCII.GetBytes(Mac)),
        ("the device's address in words", Encoding.ASCII.GetBytes($"{_cable.Right.V4}")),
        ("the server's address in words", Encoding.ASCII.GetBytes(Server)),
    ];

    /// <summary>Asks, connects, fetches, speaks and pings: a dozen times and more of each, so that each series may leave the box.</summary>
    public async Task BusyAsync(IPAddress resolver)
    {
        string[] names = [.. Enumerable.Range(0, 15).Select(i => $"{QueryName}{i}.test")];
        Quietly("dig", [$"@{resolver}", "+tries=1", "+time=2", .. names]);
        Quietly("sh", "-c", $"for i in $(seq 15); do curl -s -k --resolve {ServerName}:443:{Server} https://{ServerName}/ -o /dev/null; done");
        Quietly("sh", "-c", $"for i in $(seq 15); do curl -s -A {Word} http://{Server}/{Word} -o /dev/null; done");
        Quietly("ping", "-q", "-c", "15", "-i", "0.05", "-p", Convert.ToHexString(Encoding.ASCII.GetBytes(Word)), Server);
        await SpeakAsync();
    }

    public void Dispose()
    {
        _cable.Dispose();
        _place.Dispose();
    }

    private async Task SpeakAsync()
    {
        using var phone = await _place.RunAsync(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var i = 0; i < 50 && await pace.WaitForNextTickAsync(); i++)
        {
            byte[] packet = new Octets().U8(0x80, 0).U16(i).U32(i * 160, 0xCA4A).Bytes(Encoding.ASCII.GetBytes(Word)).Fill(150, 1);
            await phone.SendToAsync(packet, new IPEndPoint(IPAddress.Parse(Server), 16_384));
        }
    }

    private void Quietly(string program, params ReadOnlySpan<string> words) => _place.Run([program, .. words]);
}
