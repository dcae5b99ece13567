using System.Globalization;
using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Experience;
using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Settings;
using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Api.Views;

/// <summary>Puts customers into REST's words. Thread-safe.</summary>
public sealed class CustomerViewMaker(
    CustomerExperience experience, CustomerHistory history, RatingBook ratings, PillarBook posted, IReadOnlyList<PillarSettings> pillars, ScoreKeeper scores, ViewMaker probes,
    TimeProvider clock)
{
    private static readonly TimeSpan Said = TimeSpan.FromDays(90);

    /// <param name="most">How many, from the greatest disappointment on; null for all.</param>
    public CustomerList List(int? most)
    {
        var all = experience.All();
        return new CustomerList(clock.GetUtcNow(), all.Count, [.. all.Take(most ?? all.Count).Select(c => Fill(c, null))]);
    }

    /// <exception cref="IOException">The customers' file cannot be read.</exception>
    public CustomerDetail? Detail(CustomerKey key)
    {
        if (experience.Find(key) is not { } now) return null;
        var said = ratings.Of(key, clock.GetUtcNow() - Said).Where(r => r.Value is not null).ToList();
        var whole = WholeCustomer.Of(pillars, Network(now), posted.Of(key), clock.GetUtcNow());
        return (CustomerDetail)Fill(now, new CustomerDetail
        {
            Tenant = key.Tenant, Id = key.Id, Persona = now.Persona, Score = View(now.Score), Expectation = ExpectationView.Of(now.Expectation), Verdict = now.Finding,
            Stated = PlanList.ViewsOf(now.Customer.Stated),
            ProbeSummaries = [.. now.Customer.ProbeIds.Select(probes.Summary).OfType<ProbeSummary>()],
            Pillars = [.. whole.Pillars.Select(p => new PillarView(p.Name, p.Weight, p.Score, p.At, p.Fresh, p.Source, p.Note))],
            Whole = new WholeView(whole.Score, whole.Coverage, whole.Note),
            Days = [.. history.Of(key).Days.Select(d => Day(d, now.Expectation))],
            Ratings = new SaidView(said.Count, said.Count == 0 ? null : said.Average(r => r.Value!.Value), said.Count == 0 ? null : said[^1].At),
        });
    }

    private CustomerSummary Fill(CustomerNow now, CustomerDetail? detail)
    {
        var customer = now.Customer;
        var summary = detail ?? new CustomerSummary
        {
            Tenant = customer.Tenant, Id = customer.Id, Persona = now.Persona, Score = View(now.Score), Expectation = ExpectationView.Of(now.Expectation), Verdict = now.Finding,
        };
        return summary with
        {
            Plan = customer.Plan,
            Class = customer.Class,
            Technology = now.Technology,
            Region = customer.Region,
            Node = customer.Node,
            Subscriptions = customer.Subscriptions,
            Probes = customer.Probes,
            SpeakingProbe = now.Probe?.Probe,
            Sentence = now.Sentence,
        };
    }

    // What a customer feels of the network is the score moved by their own ratings.
    private (double, DateTimeOffset)? Network(CustomerNow now) =>
        now is { Probe: { } probe, Expectation.Delivered: { } delivered } && scores.Latest(probe) is { } score
            ? (delivered, DateTimeOffset.FromUnixTimeMilliseconds(score.EndMs))
            : null;

    private static CustomerDayView Day(CustomerDay day, CustomerExpectation expectation) => new(
        DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(day.Number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        day.Mean, day.Typical, day.Consistent, day.Coverage, 100 * day.Availability, expectation.Zone?.Adequate, expectation.Zone?.Desired, expectation.Level.Expected);

    private ScoreView View(Score score) => new(score.Value, score.Low, score.High, score.State, scores.Scorer.Profile.BandOf(score.Value));
}
