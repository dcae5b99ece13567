using EdgeProbe.Scoring.Indicators;

namespace EdgeProbe.Scoring.Tests.Indicators;

public sealed class OutcomesTests
{
    private static readonly OutcomeRequirement Optimal = new(new Dictionary<double, double> { [99] = 200, [99.9] = 300 }, 0.01);
    private static readonly OutcomeRequirement Unacceptable = new(new Dictionary<double, double> { [99] = 500, [99.9] = 600 }, 0.05);

    [Fact]
    public void The_worked_example_of_the_draft_gives_50()
    {
        var measured = new OutcomeMeasured(new Dictionary<double, double> { [99] = 350, [99.9] = 375 }, 0.02, 28);
        Assert.Equal(50, Outcomes.Points(measured, Optimal, Unacceptable, 4), 9);
    }

    [Fact]
    public void Too_little_throughput_is_no_outcome_at_all()
    {
        var measured = new OutcomeMeasured(new Dictionary<double, double> { [99] = 1, [99.9] = 1 }, 0, 3);
        Assert.Equal(0, Outcomes.Points(measured, Optimal, Unacceptable, 4));
    }
}
