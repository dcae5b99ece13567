using EdgeProbe.Lab.Isp;
using EdgeProbe.Testing.Certificates;

namespace EdgeProbe.Lab;

/// <summary>What the web server shows and who vouches for it: files given, or made for this run and kept in its directory.</summary>
internal sealed record LabCertificates(string Authority, CertificateFiles Server)
{
    public static LabCertificates For(LabOptions options)
    {
        if (options is { Certificate: { } given, Authority: { } authority })
            return new LabCertificates(Path.GetFullPath(authority), new CertificateFiles(Path.GetFullPath(given.Certificate), Path.GetFullPath(given.Key)));
        using var made = new ThrowAwayCa();
        var server = made.ServerNamed(ServedName.Shop.Name);
        return new LabCertificates(
            Keep(made.CaFile, "lab-ca.pem"), new CertificateFiles(Keep(server.Certificate, "web.pem"), Keep(server.Key, "web.key")));

        string Keep(string file, string name)
        {
            var kept = Path.Combine(options.Directory, name);
            File.Copy(file, kept, overwrite: true);
            return kept;
        }
    }
}
