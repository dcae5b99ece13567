using System.Text;

namespace EdgeProbe.Testing.Packets;

/// <summary>SIP messages (RFC 3261 section 7) that carry a session description (RFC 8866).</summary>
public static class SipMessages
{
    public static byte[] Invite(string body) => Message("INVITE sip:bob@example.org SIP/2.0", body);

    public static byte[] Ok(string body) => Message("SIP/2.0 200 OK", body);

    /// <summary>A description with one m= line of audio and what stands below it.</summary>
    public static string Audio(string address, int port, string payloadTypes, params ReadOnlySpan<string> attributes)
    {
        var text = new StringBuilder($"v=0\r\no=- 1 1 IN IP4 {address}\r\ns=-\r\nc=IN IP4 {address}\r\nt=0 0\r\n");
        text.Append($"m=audio {port} RTP/AVP {payloadTypes}\r\n");
        foreach (var attribute in attributes) text.Append($"a={attribute}\r\n");
        return text.ToString();
    }

    private static byte[] Message(string start, string body) => Encoding.ASCII.GetBytes(
        $"{start}\r\nVia: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK1\r\nCall-ID: 1@192.0.2.10\r\nCSeq: 1 INVITE\r\n"
        + $"Content-Type: application/sdp\r\nContent-Length: {body.Length}\r\n\r\n{body}");
}
