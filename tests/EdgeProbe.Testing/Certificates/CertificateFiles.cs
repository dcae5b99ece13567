namespace EdgeProbe.Testing.Certificates;

/// <summary>Paths of a PEM certificate and of its PEM private key (PKCS#8, not encrypted).</summary>
public sealed record CertificateFiles(string Certificate, string Key);
