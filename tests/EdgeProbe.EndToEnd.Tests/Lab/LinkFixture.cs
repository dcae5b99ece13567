using EdgeProbe.Lab.Links;
using EdgeProbe.Testing.Namespaces;

namespace EdgeProbe.EndToEnd.Tests.Lab;

/// <summary>Two namespaces and an emulated link between them.</summary>
internal sealed class LinkFixture : IAsyncDisposable
{
    public LinkFixture(LinkSettings? up = null, LinkSettings? down = null, ulong seed = 1)
    {
        Near = NetworkNamespace.Create("near");
        Far = NetworkNamespace.Create("far");
        try
        {
            Link = new LinkEmulator(Near, Far, "link", 1, seed, TimeProvider.System);
        }
        catch
        {
            Near.Dispose();
            Far.Dispose();
            throw;
        }

        Link.Up.Settings = up ?? new LinkSettings();
        Link.Down.Settings = down ?? new LinkSettings();
    }

    public NetworkNamespace Near { get; }

    public NetworkNamespace Far { get; }

    public LinkEmulator Link { get; }

    public async ValueTask DisposeAsync()
    {
        Link.Dispose();
        await Near.DisposeAsync();
        await Far.DisposeAsync();
    }
}
