using System.Net.Sockets;

namespace EdgeProbe.Lab.Control;

/// <summary>Asks a running lab through the socket in its state directory.</summary>
internal static class ControlClient
{
    /// <summary>The JSON document of the answer.</summary>
    /// <exception cref="LabException">No lab runs there, or it refused; the message is its sentence.</exception>
    public static async Task<string> AskAsync(string directory, string request, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(LabFile.SocketIn(directory)), cancellation);
        }
        catch (SocketException absent)
        {
            throw new LabException($"no lab runs in {directory} ({absent.Message}); start one: edgeprobe-lab up --state {directory}", absent);
        }

        await using var stream = new NetworkStream(socket);
        await using (var writer = new StreamWriter(stream, leaveOpen: true)) await writer.WriteLineAsync(request.AsMemory(), cancellation);
        using var reader = new StreamReader(stream);
        var verdict = await reader.ReadLineAsync(cancellation);
        var rest = (await reader.ReadToEndAsync(cancellation)).TrimEnd();
        return verdict == "ok" ? rest : throw new LabException(rest);
    }
}
