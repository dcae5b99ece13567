namespace EdgeProbe.Mqtt.Connections;

internal enum TlsTroubleKind : byte { None, CaFile, CertificateFile, KeyFile, KeyMismatch, NotTrusted, WeExpired, WeAreRefused, Other }

/// <summary>
/// What went wrong with TLS, read from the library's error lines: it tells the reason nowhere else. An unknown line is kept as it is.
/// </summary>
internal readonly record struct TlsTrouble(TlsTroubleKind Kind, string Detail)
{
    public bool Seen => Kind != TlsTroubleKind.None;

    /// <summary>The first line that says something specific wins, later ones are consequences; but "cannot load the key" may be followed by why.</summary>
    public TlsTrouble Or(string line)
    {
        var read = Read(line);
        if (read.Kind == TlsTroubleKind.KeyMismatch) return read;
        return read.Seen && Kind is TlsTroubleKind.None or TlsTroubleKind.Other ? read : this;
    }

    private static TlsTrouble Read(string line)
    {
        var words = Words(line);
        return line switch
        {
            _ when Says("Unable to load CA certificates") => new(TlsTroubleKind.CaFile, words),
            _ when Says("Unable to load client certificate") => new(TlsTroubleKind.CertificateFile, words),
            _ when Says("Unable to load client key file") => new(TlsTroubleKind.KeyFile, words),
            _ when Says("inconsistent") || Says("key values mismatch") => new(TlsTroubleKind.KeyMismatch, words),
            _ when Says("certificate verify failed") => new(TlsTroubleKind.NotTrusted, words),
            _ when Says("alert certificate expired") => new(TlsTroubleKind.WeExpired, words),
            _ when Says("alert unknown ca") || Says("alert certificate") || Says("alert bad certificate")
                || Says("certificate required") || Says("alert unsupported certificate") || Says("alert access denied") => new(TlsTroubleKind.WeAreRefused, words),
            _ when Says("OpenSSL") => new(TlsTroubleKind.Other, words),
            _ => default,
        };

        bool Says(string text) => line.Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    // "OpenSSL Error[0]: error:0A000086:SSL routines::certificate verify failed": the words are behind the last colon.
    private static string Words(string line) => line[(line.LastIndexOf(':') + 1)..].Trim();
}
