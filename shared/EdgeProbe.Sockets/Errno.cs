namespace EdgeProbe.Sockets;

/// <summary>Why a system call failed (errno, asm-generic numbers); <see cref="None"/> when it did not.</summary>
public enum Errno
{
    None = 0,
    NotPermitted = 1,
    Interrupted = 4,
    Again = 11,
    OutOfMemory = 12,
    AccessDenied = 13,
    Invalid = 22,
    TooManyFilesInSystem = 23,
    TooManyFiles = 24,
    MessageTooLong = 90,
    ProtocolOptionUnknown = 92,
    ProtocolNotSupported = 93,
    FamilyNotSupported = 97,
    AddressInUse = 98,
    AddressNotAvailable = 99,
    NetworkDown = 100,
    NetworkUnreachable = 101,
    ConnectionReset = 104,
    NoBuffers = 105,
    TimedOut = 110,
    ConnectionRefused = 111,
    HostDown = 112,
    HostUnreachable = 113,
    InProgress = 115,
}
