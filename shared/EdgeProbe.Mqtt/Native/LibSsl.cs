using System.Runtime.InteropServices;

namespace EdgeProbe.Mqtt.Native;

/// <summary>
/// Asks OpenSSL, which libmosquitto has loaded, why it did not trust a certificate: the library's own log says only "verify failed".
/// </summary>
internal static unsafe class LibSsl
{
    // X509_V_OK and X509_V_ERR_UNSPECIFIED: the latter is what remains when libmosquitto's own comparison of names says no.
    private const int Ok = 0;
    private const int Unspecified = 1;

    private static readonly Lazy<nint> Library = new(() => Load("libssl.so.3", "libssl.so.1.1"));
    private static readonly Lazy<nint> Words = new(() => Load("libcrypto.so.3", "libcrypto.so.1.1"));

    /// <summary>OpenSSL's words, as "certificate has expired"; null when it has nothing to say or cannot be asked.</summary>
    public static string? WhyNotTrusted(nint tls)
    {
        if (tls == 0 || Library.Value == 0 || Words.Value == 0
            || !NativeLibrary.TryGetExport(Library.Value, "SSL_get_verify_result", out var result)
            || !NativeLibrary.TryGetExport(Words.Value, "X509_verify_cert_error_string", out var words)) return null;
        var code = ((delegate* unmanaged[Cdecl]<nint, nint>)result)(tls);
        if (code == Unspecified) return "it is for another name";
        return code == Ok ? null : Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint, nint>)words)(code));
    }

    private static nint Load(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (NativeLibrary.TryLoad(name, out var library)) return library;
        return 0;
    }
}
