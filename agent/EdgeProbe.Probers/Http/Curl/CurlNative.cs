using System.Runtime.InteropServices;

namespace EdgeProbe.Probers.Http.Curl;

/// <summary>
/// libcurl's functions. curl_easy_setopt and curl_easy_getinfo are variadic in C; here they are declared with fixed arguments. That is
/// sound on Linux for integers and pointers: the System V ABI (x64) and AAPCS64 (arm64) pass variadic ones in the same registers as named
/// ones, and the count of vector registers that x64 wants in AL only decides whether those are saved, never where integers are. Apple's
/// arm64 passes variadic arguments on the stack, so these declarations would not do there.
/// </summary>
internal static unsafe partial class CurlNative
{
    /// <summary>The OpenSSL flavour, as libmosquitto uses OpenSSL too; package libcurl4 of Debian.</summary>
    public const string Library = "libcurl.so.4";

    [LibraryImport(Library, EntryPoint = "curl_global_init")]
    public static partial int GlobalInit(nint flags);

    [LibraryImport(Library, EntryPoint = "curl_easy_init")]
    public static partial nint EasyInit();

    [LibraryImport(Library, EntryPoint = "curl_easy_cleanup")]
    public static partial void EasyCleanup(nint easy);

    [LibraryImport(Library, EntryPoint = "curl_easy_reset")]
    public static partial void EasyReset(CurlEasy easy);

    [LibraryImport(Library, EntryPoint = "curl_easy_setopt")]
    public static partial int Set(CurlEasy easy, CurlOption option, nint value);

    [LibraryImport(Library, EntryPoint = "curl_easy_setopt", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Set(CurlEasy easy, CurlOption option, string? value);

    [LibraryImport(Library, EntryPoint = "curl_easy_getinfo")]
    public static partial int Get(CurlEasy easy, CurlInfo info, out nint value);

    [LibraryImport(Library, EntryPoint = "curl_slist_append", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ListAppend(nint list, string text);

    [LibraryImport(Library, EntryPoint = "curl_slist_free_all")]
    public static partial void ListFree(nint list);

    [LibraryImport(Library, EntryPoint = "curl_multi_init")]
    public static partial nint MultiInit();

    [LibraryImport(Library, EntryPoint = "curl_multi_cleanup")]
    public static partial int MultiCleanup(nint multi);

    [LibraryImport(Library, EntryPoint = "curl_multi_add_handle")]
    public static partial int MultiAdd(CurlMulti multi, CurlEasy easy);

    [LibraryImport(Library, EntryPoint = "curl_multi_remove_handle")]
    public static partial int MultiRemove(CurlMulti multi, CurlEasy easy);

    [LibraryImport(Library, EntryPoint = "curl_multi_perform")]
    public static partial int MultiPerform(CurlMulti multi, out int running);

    [LibraryImport(Library, EntryPoint = "curl_multi_poll")]
    public static partial int MultiPoll(CurlMulti multi, nint extra, uint extras, int milliseconds, out int ready);

    [LibraryImport(Library, EntryPoint = "curl_multi_wakeup")]
    public static partial int MultiWakeUp(CurlMulti multi);

    [LibraryImport(Library, EntryPoint = "curl_multi_info_read")]
    public static partial CurlMessage* MultiRead(CurlMulti multi, out int left);
}

/// <summary>struct CURLMsg of curl/multi.h on 64-bit machines.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CurlMessage
{
    public const int Done = 1;

    public int Kind;
    public nint Easy;
    public CurlCode Result;
}

/// <summary>struct curl_slist of curl/curl.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CurlList
{
    public byte* Text;
    public CurlList* Next;
}

/// <summary>struct curl_certinfo of curl/curl.h: a list of "Name:value" texts for each certificate, the server's own first.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct CurlCertificates
{
    public int Count;
    public CurlList** Texts;
}
