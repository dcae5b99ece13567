using EdgeProbe.Agent.Commands;
using EdgeProbe.Agent.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeProbe.Agent.Tests.Commands;

/// <summary>What the doctor says of passive measurement.</summary>
public sealed class PassiveCheckTests
{
    [Theory]
    [InlineData("", "passive measurement is off: no consent is recorded")]
    [InlineData("contract 4711, signed 2026-11-02", "passive measurement is off")]
    public async Task Off_is_in_order(string consent, string expected) =>
        Assert.Equal(DoctorFinding.Good("passive", expected), await MakeAsync(new PassiveSettings { Consent = consent }));

    [Fact]
    public async Task An_interface_that_is_not_there_is_worth_a_warning_since_all_else_is_measured()
    {
        var finding = await MakeAsync(new PassiveSettings { Enabled = true, Consent = "they did", Device = "no-such-device" });
        Assert.Equal(("passive", DoctorFinding.Warn), (finding.Check, finding.Verdict));
        Assert.Contains("no-such-device", finding.Finding, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the library cannot be loaded: no traffic can be watched; apt-get install it", "the library cannot be loaded: no traffic can be watched", "apt-get install it")]
    [InlineData("eth0 is down: ip link set eth0 up", "eth0 is down", "ip link set eth0 up")]
    [InlineData("nobody knows why", "nobody knows why", null)]
    public void A_problem_is_parted_into_what_is_wrong_and_what_to_do(string problem, string finding, string? remedy)
    {
        var parted = PassiveCheck.Finding(problem);
        Assert.Equal((finding, remedy), (parted.Finding, parted.Remedy));
    }

    private static Task<DoctorFinding> MakeAsync(PassiveSettings settings) =>
        PassiveCheck.MakeAsync(settings, TimeProvider.System, NullLogger.Instance);
}
