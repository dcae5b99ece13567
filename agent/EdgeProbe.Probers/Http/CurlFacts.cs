using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using EdgeProbe.Probers.Http.Curl;

namespace EdgeProbe.Probers.Http;

/// <summary>What curl knows of a transfer that has ended.</summary>
internal static class CurlFacts
{
    private static ReadOnlySpan<byte> EndLabel => "Expire date:"u8;

    public static HttpHop Read(CurlEasy easy, Uri url)
    {
        // Curl's times all count from the start and are 0 for a stage that was not reached; ours are each stage's own.
        var lookedUp = Number(easy, CurlInfo.NameLookupTime);
        var connected = Number(easy, CurlInfo.ConnectTime);
        var secured = Number(easy, CurlInfo.AppConnectTime);
        var firstByte = Number(easy, CurlInfo.StartTransferTime);
        var isTls = url.Scheme == Uri.UriSchemeHttps;
        return new HttpHop
        {
            IsTls = isTls,
            Connect = Stage(connected, lookedUp),
            Tls = isTls ? Stage(secured, connected) : null,
            FirstByte = Stage(firstByte, isTls ? secured : connected),
            Total = (uint)Math.Clamp(Number(easy, CurlInfo.TotalTime), 1, uint.MaxValue),
            Status = (int)Number(easy, CurlInfo.ResponseCode),
            VerifyResult = (int)Number(easy, CurlInfo.SslVerifyResult),
            Errno = (int)Number(easy, CurlInfo.OsErrno),
            Redirect = Uri.TryCreate(Text(easy, CurlInfo.RedirectUrl), UriKind.Absolute, out var next) ? next : null,
            CertificateEnds = isTls ? CertificateEnd(easy) : null,
        };
    }

    /// <summary>The end of the server's own certificate, the first of the chain.</summary>
    public static unsafe DateTimeOffset? CertificateEnd(CurlEasy easy)
    {
        if (CurlNative.Get(easy, CurlInfo.CertificateInfo, out var pointer) != 0 || pointer == 0) return null;
        var certificates = (CurlCertificates*)pointer;
        if (certificates->Count < 1) return null;
        for (var item = certificates->Texts[0]; item != null; item = item->Next)
        {
            // The texts hold whole certificates: only the one wanted becomes a string.
            var text = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(item->Text);
            if (text.StartsWith(EndLabel)) return TimeOf(Encoding.ASCII.GetString(text[EndLabel.Length..]));
        }

        return null;
    }

    // ASN1_TIME_print's form: "Dec  3 05:54:12 2026 GMT", the day padded with a blank.
    private static DateTimeOffset? TimeOf(ReadOnlySpan<char> text) =>
        DateTimeOffset.TryParseExact(
            text.Trim(),
            "MMM d HH:mm:ss yyyy 'GMT'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AssumeUniversal,
            out var time)
            ? time
            : null;

    private static uint? Stage(long end, long start) => end <= 0 ? null : (uint)Math.Clamp(end - start, 1, uint.MaxValue);

    private static long Number(CurlEasy easy, CurlInfo info) => CurlNative.Get(easy, info, out var value) == 0 ? value : 0;

    private static string? Text(CurlEasy easy, CurlInfo info) => Marshal.PtrToStringUTF8((nint)Number(easy, info));
}
