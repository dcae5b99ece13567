using EdgeProbe.Testing;
using EdgeProbe.Testing.Certificates;
using EdgeProbe.Testing.Processes;

namespace EdgeProbe.Agent.Tests.Probers.Http;

/// <summary>
/// A real nginx on random ports of 127.0.0.1 and ::1: plain, and over TLS with a good certificate, an expired one, one that is not valid yet, one
/// of another name and one of a stranger's authority. Its worker keeps the
/// privileges of the test, whose directory nobody else may read.
/// </summary>
public sealed class NginxServer : IAsyncLifetime, IDisposable
{
    private const string Installed = "/usr/sbin/nginx";

    private readonly TemporaryDirectory _directory = new();
    private readonly ThrowAwayCa _ca = new();
    private readonly ThrowAwayCa _stranger = new();
    private ChildProcess? _run;

    public string CaFile => _ca.CaFile;

    public int Plain { get; private set; }

    public int Good { get; private set; }

    public int Expired { get; private set; }

    public int NotYet { get; private set; }

    public int WrongName { get; private set; }

    public int Unknown { get; private set; }

    public async Task InitializeAsync()
    {
        if (!File.Exists(Installed)) throw new FileNotFoundException($"{Installed} is missing: run deploy/setup.sh, or apt-get install nginx-light");
        Directory.CreateDirectory(_directory.File("www"));
        await File.WriteAllTextAsync(_directory.File("www/index.html"), "<html>Welcome to the shop</html>");
        await File.WriteAllTextAsync(_directory.File("www/large"), new string('x', 2 * 1024 * 1024));
        for (var attempt = 1; ; attempt++)
        {
            (Plain, Good, Expired) = (FreePort.Tcp(), FreePort.Tcp(), FreePort.Tcp());
            (NotYet, WrongName, Unknown) = (FreePort.Tcp(), FreePort.Tcp(), FreePort.Tcp());
            await File.WriteAllTextAsync(_directory.File("nginx.conf"), Settings());
            _run = ChildProcess.Start(Installed, ["-p", _directory.Path, "-c", _directory.File("nginx.conf"), "-e", "stderr"]);
            try
            {
                await _run.WaitForTextAsync("start worker process ");
                return;
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
                await _run.DisposeAsync();
            }
        }
    }

    // Asked to stop first, so that the master takes its worker with it.
    public async Task DisposeAsync()
    {
        if (_run is null) return;
        await _run.StopAsync();
        await _run.DisposeAsync();
    }

    public void Dispose()
    {
        _directory.Dispose();
        _ca.Dispose();
        _stranger.Dispose();
    }

    private string Settings() => $$"""
        daemon off;
        user root;
        pid nginx.pid;
        error_log stderr notice;
        worker_processes 1;
        events { worker_connections 64; }
        http {
          access_log off;
          client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
        {{Server(Plain, null)}}
        {{Server(Good, _ca.Server())}}
        {{Server(Expired, _ca.ExpiredServer())}}
        {{Server(NotYet, _ca.NotYetValidServer())}}
        {{Server(WrongName, _ca.ServerNamed("elsewhere.test"))}}
        {{Server(Unknown, _stranger.Server())}}
        }
        """;

    private string Server(int port, CertificateFiles? tls) => $$"""
          server {
            listen 127.0.0.1:{{port}}{{(tls is null ? "" : " ssl http2")}};
            listen [::1]:{{port}}{{(tls is null ? "" : " ssl http2")}};
            {{(tls is null ? "" : $"ssl_certificate {tls.Certificate}; ssl_certificate_key {tls.Key};")}}
            root {{_directory.File("www")}};
            location /missing { return 404 "gone"; }
            location /forbidden { return 403 "no"; }
            location /broken { return 500 "oh"; }
            location /overloaded { return 503 "busy"; }
            location /agent { return 200 $http_user_agent; }
            location = /one { return 302 /; }
            location = /two { return 301 /one; }
            location = /round { return 302 /round; }
            location = /secure { return 302 https://localhost:{{Good}}/; }
            location = /mail { return 302 mailto:someone@shop.test; }
          }
        """;
}
