using System.Net.Sockets;
using EdgeProbe.Testing;
using EdgeProbe.Testing.Certificates;
using EdgeProbe.Testing.Namespaces;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.Lab.Isp;

/// <summary>nginx in the service namespace: ports 80 and 443 on every address of the served names, one page.</summary>
internal static class WebServer
{
    // What the score's web transaction fetches: a hundred kilobytes. As base64, three octets make four.
    private const int PageBytes = 100 * 1024;

    public static async Task<ChildProcess> StartAsync(NetworkNamespace at, string directory, CertificateFiles certificate)
    {
        foreach (var address in ServedName.All.SelectMany(name => name.V4)) at.Run("ip", "address", "add", $"{address}/32", "dev", "lo");
        foreach (var address in ServedName.All.SelectMany(name => name.V6)) at.Run("ip", "-6", "address", "add", $"{address}/128", "dev", "lo");
        WritePage(Directory.CreateDirectory(Path.Combine(directory, "www")).FullName);
        var settings = Path.Combine(directory, "nginx.conf");
        await File.WriteAllTextAsync(settings, Settings(directory, certificate));
        var server = at.Start("/usr/sbin/nginx", "-c", settings, "-p", directory, "-e", "stderr");
        await Eventually.TrueAsync(async () => server.HasExited || await at.RunAsync(ListensAsync), "nginx listens");
        if (server.HasExited) throw new LabException($"nginx ended: {server.Errors.Trim()}");
        return server;
    }

    // Filled with what does not compress, and the same in every run.
    private static void WritePage(string directory)
    {
        var filling = new byte[(PageBytes - ServedName.Body.Length - 1) / 4 * 3];
        new Random(1).NextBytes(filling);
        File.WriteAllText(Path.Combine(directory, "index.html"), $"{ServedName.Body}\n{Convert.ToBase64String(filling)}");
    }

    private static async Task<bool> ListensAsync()
    {
        using var client = new TcpClient(AddressFamily.InterNetwork);
        try
        {
            await client.ConnectAsync("127.0.0.1", 443);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Settings(string directory, CertificateFiles certificate) =>
        $$"""
        user {{Environment.UserName}};
        worker_processes 1;
        daemon off;
        pid {{directory}}/nginx.pid;
        error_log stderr;
        events { worker_connections 512; }
        http {
          access_log off;
          default_type text/plain;
          client_body_temp_path {{directory}}/nginx-body;
          proxy_temp_path {{directory}}/nginx-proxy;
          fastcgi_temp_path {{directory}}/nginx-fastcgi;
          uwsgi_temp_path {{directory}}/nginx-uwsgi;
          scgi_temp_path {{directory}}/nginx-scgi;
          server {
            listen 80 default_server;
            listen [::]:80 default_server;
            listen 443 ssl http2 default_server;
            listen [::]:443 ssl http2 default_server;
            ssl_certificate {{certificate.Certificate}};
            ssl_certificate_key {{certificate.Key}};
            root {{directory}}/www;
            location / { try_files /index.html =404; }
          }
        }
        """ + "\n";
}
