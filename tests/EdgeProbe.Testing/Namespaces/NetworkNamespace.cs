using EdgeProbe.Testing.Processes;

namespace EdgeProbe.Testing.Namespaces;

/// <summary>
/// A network namespace of our own, made with its loopback up, gone when disposed. Its name is "ep-PID-N" or "ep-PID-N-ROLE".
/// IPv6 duplicate address detection is off inside, so an address can be used at once. Thread-safe.
/// </summary>
public sealed class NetworkNamespace : IAsyncDisposable, IDisposable
{
    private static int _made;
    private bool _gone;

    private NetworkNamespace(string name) => Name = name;

    public string Name { get; }

    /// <summary>The file that stands for the namespace, to be opened for setns.</summary>
    public string Path => PathOf(Name);

    /// <exception cref="NamespaceException">No privileges, or iproute2 is missing.</exception>
    public static NetworkNamespace Create(string role = "")
    {
        Privileges.Require();
        var name = $"ep-{Environment.ProcessId}-{Interlocked.Increment(ref _made)}{(role.Length == 0 ? "" : "-" + role)}";
        Command.Run("ip", "netns", "add", name);
        var made = new NetworkNamespace(name);
        made.SetKernel("net.ipv6.conf.default.accept_dad", "0");
        made.Run("ip", "link", "set", "lo", "up");
        return made;
    }

    /// <summary>Runs a command inside to its end and gives back its standard output; throws a sentence when it fails.</summary>
    public string Run(params ReadOnlySpan<string> words) => Command.Run(["ip", "netns", "exec", Name, .. words]);

    /// <summary>Starts a command inside and leaves it running; the caller ends and disposes it. Its process id is the command's own.</summary>
    public ChildProcess Start(params ReadOnlySpan<string> words) => ChildProcess.Start("ip", ["netns", "exec", Name, .. words]);

    /// <summary>
    /// Runs code on a thread of its own inside. Sockets made there stay inside for life, wherever they are used from; awaits without
    /// ConfigureAwait(false) return to that thread.
    /// </summary>
    public Task<T> RunAsync<T>(Func<Task<T>> body) => NamespaceThread.RunAsync(Path, body);

    public Task RunAsync(Func<Task> body) => NamespaceThread.RunAsync(Path, async () =>
    {
        await body();
        return true;
    });

    /// <summary>Makes one thing inside, such as a bound socket.</summary>
    public Task<T> RunAsync<T>(Func<T> body) => NamespaceThread.RunAsync(Path, () => Task.FromResult(body()));

    /// <summary>Makes one thing in the namespace that this process was started in, wherever the calling thread is.</summary>
    public static Task<T> RunInHostAsync<T>(Func<T> body) => NamespaceThread.RunAsync(NamespaceCalls.Host, () => Task.FromResult(body()));

    /// <summary>Sets one of the kernel's settings for this namespace, such as "net.ipv4.ip_forward".</summary>
    public void SetKernel(string setting, string value) => NamespaceThread.RunAsync(Path, () =>
    {
        File.WriteAllText("/proc/sys/" + setting.Replace('.', '/'), value);
        return Task.FromResult(true);
    }).GetAwaiter().GetResult();

    /// <summary>Lets sockets of type datagram send ICMP echoes without CAP_NET_RAW; a fresh namespace allows nobody.</summary>
    public void AllowIcmpSockets() => SetKernel("net.ipv4.ping_group_range", "0 2147483647");

    /// <summary>
    /// What programs run inside find as /etc/resolv.conf (ip-netns(8) mounts /etc/netns/NAME over /etc), so that no name is asked for outside.
    /// </summary>
    public void UseResolvers(params ReadOnlySpan<string> addresses)
    {
        Directory.CreateDirectory(SettingsOf(Name));
        File.WriteAllLines(System.IO.Path.Combine(SettingsOf(Name), "resolv.conf"), [.. addresses.ToArray().Select(address => "nameserver " + address)]);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _gone, true)) return;
        Remove(Name);
    }

    /// <summary>Takes away what a run that was killed has left of a namespace; nothing happens when there is none.</summary>
    public static void Remove(string name)
    {
        if (Directory.Exists(SettingsOf(name))) Directory.Delete(SettingsOf(name), recursive: true);
        if (File.Exists(PathOf(name))) Command.Run("ip", "netns", "delete", name);
    }

    internal static string PathOf(string name) => "/run/netns/" + name;

    private static string SettingsOf(string name) => "/etc/netns/" + name;
}
