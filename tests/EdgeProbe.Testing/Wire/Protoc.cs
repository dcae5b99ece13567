using System.Diagnostics;

namespace EdgeProbe.Testing.Wire;

/// <summary>Debian's protoc as the judge that knows nothing but sample.proto.</summary>
public static class Protoc
{
    /// <summary>What <c>protoc --decode edgeprobe.v1.Batch sample.proto</c> prints.</summary>
    /// <exception cref="InvalidOperationException">protoc is missing, or refuses the bytes.</exception>
    public static string Decode(byte[] message) => Run(message, "--decode=edgeprobe.v1.Batch");

    private static string Run(byte[] input, string mode)
    {
        var start = new ProcessStartInfo("protoc", [mode, $"--proto_path={GoldenFiles.Folder}", "sample.proto"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var protoc = Process.Start(start) ?? throw new InvalidOperationException("protoc is missing; deploy/setup.sh installs protobuf-compiler");
        protoc.StandardInput.BaseStream.Write(input);
        protoc.StandardInput.Close();
        var complaint = protoc.StandardError.ReadToEndAsync();
        var text = protoc.StandardOutput.ReadToEnd();
        protoc.WaitForExit();
        return protoc.ExitCode == 0 ? text : throw new InvalidOperationException($"protoc refuses the bytes: {complaint.Result}");
    }
}
