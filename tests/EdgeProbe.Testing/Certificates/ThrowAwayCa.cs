using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EdgeProbe.Testing.Certificates;

/// <summary>A certification authority for one test: P-256 keys, PEM files in a directory that goes with it.</summary>
public sealed class ThrowAwayCa : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private readonly TemporaryDirectory _directory = new();
    private readonly X509Certificate2 _root;
    private int _issued;

    public ThrowAwayCa()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Name("EdgeProbe throw-away CA"), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = TimeProvider.System.GetUtcNow();
        _root = request.CreateSelfSigned(now.AddYears(-10), now.AddYears(1));
        CaFile = _directory.File("ca.pem");
        File.WriteAllText(CaFile, _root.ExportCertificatePem() + "\n");
    }

    public string CaFile { get; }

    /// <summary>For localhost, 127.0.0.1 and ::1.</summary>
    public CertificateFiles Server() => Issue("localhost", ServerAuthentication, Valid());

    /// <summary>For a server of another name, so that a client that checks names refuses it.</summary>
    public CertificateFiles ServerNamed(string name) => Issue(name, ServerAuthentication, Valid(), loopback: false);

    public CertificateFiles ExpiredServer() => Issue("localhost", ServerAuthentication, Expired());

    public CertificateFiles NotYetValidServer() => Issue("localhost", ServerAuthentication, Future());

    /// <param name="commonName">"tenant/probe", or "collector".</param>
    public CertificateFiles Client(string commonName) => Issue(commonName, ClientAuthentication, Valid());

    public CertificateFiles ExpiredClient(string commonName) => Issue(commonName, ClientAuthentication, Expired());

    public void Dispose()
    {
        _root.Dispose();
        _directory.Dispose();
    }

    private CertificateFiles Issue(string commonName, string purpose, (DateTimeOffset From, DateTimeOffset To) valid, bool loopback = true)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(Name(commonName), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_root, true, false));
        if (purpose == ServerAuthentication) request.CertificateExtensions.Add(AlternativeNames(commonName, loopback));
        using var certificate = request.Create(_root, valid.From, valid.To, RandomNumberGenerator.GetBytes(16));
        return Save(certificate, key);
    }

    private CertificateFiles Save(X509Certificate2 certificate, ECDsa key)
    {
        var number = Interlocked.Increment(ref _issued);
        var files = new CertificateFiles(_directory.File($"{number}.pem"), _directory.File($"{number}.key"));
        File.WriteAllText(files.Certificate, certificate.ExportCertificatePem() + "\n");
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem() + "\n");
        return files;
    }

    private static X509Extension AlternativeNames(string name, bool loopback)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        if (loopback)
        {
            names.AddIpAddress(IPAddress.Loopback);
            names.AddIpAddress(IPAddress.IPv6Loopback);
        }
        return names.Build();
    }

    // Built, not parsed: a common name may hold '/', '+' or ','.
    private static X500DistinguishedName Name(string commonName)
    {
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(commonName);
        return name.Build();
    }

    private static (DateTimeOffset From, DateTimeOffset To) Valid()
    {
        var now = TimeProvider.System.GetUtcNow();
        return (now.AddDays(-1), now.AddDays(30));
    }

    private static (DateTimeOffset From, DateTimeOffset To) Future()
    {
        var now = TimeProvider.System.GetUtcNow();
        return (now.AddDays(10), now.AddDays(40));
    }

    private static (DateTimeOffset From, DateTimeOffset To) Expired()
    {
        var now = TimeProvider.System.GetUtcNow();
        return (now.AddDays(-60), now.AddDays(-30));
    }
}
