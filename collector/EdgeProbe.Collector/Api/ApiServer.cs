using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeProbe.Collector.Settings;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EdgeProbe.Collector.Api;

/// <summary>The web side: REST, events, health and the dashboard on one address.</summary>
public static class ApiServer
{
    // A page asks for little: what is larger is no request of ours.
    private const long LargestBody = 64 * 1024;

    public static WebApplication Create(CollectorSettings settings, Action<IServiceCollection> add, ILoggerFactory logs)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(ApiServer).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Listen(kestrel, settings));
        if (settings.Https is not null) builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddSingleton(logs);
        builder.Services.AddRoutingCore();
        builder.Services.AddProblemDetails();
        builder.Services.AddOpenApi();
        builder.Services.Configure<HostFilteringOptions>(hosts => hosts.AllowedHosts = AllowedHosts(settings.Listen));
        builder.Services.ConfigureHttpJsonOptions(json => Shape(json.SerializerOptions));
        add(builder.Services);
        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseHostFiltering();
        app.Use(AddSafetyHeaders);
        app.UseRouting();
        app.MapProbes();
        app.MapProfiles();
        app.MapCustomers();
        app.MapPlans();
        app.MapRatings();
        app.MapGroups();
        app.MapEvents();
        app.MapHealth();
        app.MapOpenApi();
        app.MapDashboard();
        return app;
    }

    private static void Shape(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        json.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
    }

    private static void Listen(KestrelServerOptions kestrel, CollectorSettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = LargestBody;
        var url = settings.Listen;
        if (url.Host == "localhost") kestrel.ListenLocalhost(url.Port, Secure);
        else if (IPAddress.TryParse(url.DnsSafeHost, out var address)) kestrel.Listen(address, url.Port, Secure);
        else kestrel.ListenAnyIP(url.Port, Secure);

        void Secure(ListenOptions options)
        {
            if (url.Scheme != "https" || settings.Https is not { } pair) return;
            options.UseHttps(X509Certificate2.CreateFromPemFile(pair.Certificate, pair.Key));
        }
    }

    // A page of another site must not reach us under its own name (DNS rebinding). Whoever listens on all addresses has a proxy or a name
    // that we do not know.
    private static List<string> AllowedHosts(Uri listen) =>
        IPAddress.TryParse(listen.DnsSafeHost, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            ? ["*"]
            : [listen.Host, "localhost", "127.0.0.1", "[::1]"];

    private static Task AddSafetyHeaders(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    }
}
