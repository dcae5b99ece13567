using EdgeProbe.Capture.Truth.Truths;

foreach (var file in args)
{
    var truth = await AnchorTruth.ReadAsync(file);
    Console.WriteLine($"{Path.GetFileName(file)} frames {truth.Frames} connections {truth.Connections.Count} clean {truth.Connections.Count(c => c.Clean)}"
        + $" rtt {truth.Rtt.Sum(r => r.OfFirst.Count)}/{truth.Rtt.Sum(r => r.OfSecond.Count)} medians {truth.Rtt.Count(r => r.OfFirst.P50Us is not null)}/{truth.Rtt.Count(r => r.OfSecond.P50Us is not null)}"
        + $" want {truth.Rtt.Count(r => r.OfFirst.Count>=10)}/{truth.Rtt.Count(r => r.OfSecond.Count>=10)}"
        + $" dns {truth.Dns.TimesUs.Count} tls {truth.Tls.Count} quic {string.Join(';', truth.Quic)} rtp {string.Join(';', truth.Rtp)} echo {truth.Echo.Requests}/{truth.Echo.TimesUs.Count}");
}
