using System.Runtime.InteropServices;

namespace EdgeProbe.Probers.Http.Curl;

/// <summary>A curl easy handle: one transfer at a time, used again after a reset.</summary>
internal sealed class CurlEasy : SafeHandle
{
    public CurlEasy()
        : base(0, true) => SetHandle(CurlNative.EasyInit());

    public override bool IsInvalid => handle == 0;

    /// <summary>What curl calls it in its messages.</summary>
    public nint Id => handle;

    protected override bool ReleaseHandle()
    {
        CurlNative.EasyCleanup(handle);
        return true;
    }
}

/// <summary>A curl multi handle; used by one thread alone, but for waking it up.</summary>
internal sealed class CurlMulti : SafeHandle
{
    public CurlMulti()
        : base(0, true) => SetHandle(CurlNative.MultiInit());

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => CurlNative.MultiCleanup(handle) == 0;
}

/// <summary>A list of one text, which curl reads while a transfer runs.</summary>
internal sealed class CurlText : SafeHandle
{
    public CurlText(string text)
        : base(0, true) => SetHandle(CurlNative.ListAppend(0, text));

    public override bool IsInvalid => handle == 0;

    public nint Pointer => handle;

    protected override bool ReleaseHandle()
    {
        CurlNative.ListFree(handle);
        return true;
    }
}
