using EdgeProbe.Collector.Experience;
using EdgeProbe.Collector.Fleet;
using EdgeProbe.Collector.Passive;
using EdgeProbe.Collector.Scores;
using EdgeProbe.Collector.Store;
using EdgeProbe.Contract;
using EdgeProbe.Scoring.Apps;
using EdgeProbe.Scoring.Indicators;

namespace EdgeProbe.Collector.Api.Views;

/// <summary>Puts what fleet and scores know into REST's words. Thread-safe.</summary>
public sealed class ViewMaker(FleetRegistry fleet, ScoreKeeper scores, TimeProvider clock, CustomerExperience? experience = null)
{
    private string PersonaName => scores.Scorer.Persona.Name;

    public ProbeList List() => new(
        clock.GetUtcNow(),
        [.. fleet.All.Select(p => Summary(p.Facts)).OrderBy(p => p.Tenant, StringComparer.Ordinal).ThenBy(p => p.Probe, StringComparer.Ordinal)]);

    public ProbeSummary? Summary(ProbeId id) => fleet.Find(id) is { } probe ? Summary(probe.Facts) : null;

    /// <param name="id">Whose.</param>
    /// <param name="store">Asked for the passive series, which no score keeps in memory; what else there is to say does not wait for it to work.</param>
    /// <param name="cancellation">The page is gone.</param>
    public async ValueTask<ProbeDetail?> DetailAsync(ProbeId id, ISampleStore store, CancellationToken cancellation) =>
        fleet.Find(id)?.Facts is { } facts ? Detail(facts, await PassiveAsync(facts, store, cancellation)) : null;

    private async ValueTask<PassiveView> PassiveAsync(ProbeFacts facts, ISampleStore store, CancellationToken cancellation)
    {
        // A clock that was ahead has left windows of times to come.
        var end = Math.Min(facts.NewestDataMs ?? 0, clock.GetUtcNow().ToUnixTimeMilliseconds());
        if (end == 0 || !PassiveMaker.MayHave(facts)) return PassiveMaker.Of(facts, [], end);
        try
        {
            return PassiveMaker.Of(facts, await store.ReadWindowsAsync(facts.Id, end - PassiveSpans.LengthMs, end, cancellation), end);
        }
        catch (StoreReadException problem)
        {
            return PassiveMaker.Unreadable(problem.Message);
        }
    }

    private ProbeDetail Detail(ProbeFacts facts, PassiveView passive)
    {
        var (summary, score, customer) = (Summary(facts), scores.Latest(facts.Id), experience?.OfProbe(facts.Id));
        var endpoints = (facts.Birth?.Tests ?? []).ToLookup(TestKey.Of, t => t.Endpoint);
        IReadOnlyList<TestSpan> tests = score?.Tests ?? [];
        return new ProbeDetail
        {
            Tenant = summary.Tenant,
            Probe = summary.Probe,
            Site = summary.Site,
            AgentVersion = summary.AgentVersion,
            State = summary.State,
            StateSince = summary.StateSince,
            LastSeen = summary.LastSeen,
            NewestData = summary.NewestData,
            GapSeconds = summary.GapSeconds,
            Score = summary.Score,
            Apps = summary.Apps,
            WorstSegment = summary.WorstSegment,
            Customer = summary.Customer,
            Plan = summary.Plan,
            Technology = summary.Technology,
            Region = summary.Region,
            Class = summary.Class,
            Node = summary.Node,
            Gap = summary.Gap,
            Verdict = summary.Verdict,
            Expectation = customer is null ? null : ExpectationView.Of(customer.Expectation),
            Sentence = experience?.SentenceOf(facts.Id) ?? "",
            Explanation = Explain(score),
            Blame = BlameView.Of(score?.Blame),
            BlameNote = score is null ? "no window of this probe has been stored yet" : score.BlameNote,
            Ladder = [.. tests.Where(IsLadder).OrderBy(t => t.Test.Segment).ThenBy(t => t.Test.Family).ThenBy(t => t.Test.Alias).Select(t => Ladder(t, endpoints))],
            Checks = [.. tests.Where(t => !IsLadder(t)).OrderBy(t => t.Test.Kind).ThenBy(t => t.Test.Alias).Select(t => Check(t, endpoints))],
            Slots = SlotRuns(score),
            Counters = Counters(facts.Counters),
            Passive = passive,
            Capabilities = facts.Birth?.Capabilities ?? [],
            Clock = facts.Clock.State,
            ConfigRevision = facts.Birth?.ConfigRevision ?? 0,
            Hardware = facts.Birth?.Hardware ?? "",
        };
    }

    /// <exception cref="IOException">The registry cannot be read.</exception>
    public QuarantineList? Quarantine(ProbeId id) =>
        fleet.Find(id) is null ? null : new QuarantineList([.. fleet.Quarantined(id).Select(QuarantinedSampleView.Of)]);

    public ScorePointView Point(ScoreRow row) => new()
    {
        Time = At(row.MinuteMs),
        Value = row.Score.Value,
        Low = row.Score.Low,
        High = row.Score.High,
        State = row.Score.State,
        Apps = AppNames.All.ToDictionary(a => a.Name(), a => row.Apps.TryGetValue(a.Name(), out var points) ? points : (double?)null),
        Profile = row.Profile,
        Segments = SegmentPointsView.Of(row.Segments),
        Causes = CausePointsView.Of(row.Causes),
        Binding = AppNames.All.ToDictionary(a => a.Name(), a => row.Binding.GetValueOrDefault(a.Name())),
        NotAttributable = row.NotAttributable,
        Final = row.Final,
        Gap = row.Gap,
        RevisedAt = row.RevisedAtMs is { } at ? At(at) : null,
    };

    /// <summary>Rows merged into minutes: sketches merge, percentiles are read afterwards.</summary>
    public static WindowSeries Minutes(IReadOnlyList<WindowRow> rows) => new(
        [.. rows.Select(r => r.Test).Distinct().OrderBy(t => t.Segment).ThenBy(t => t.Alias).Select(t => new TestView(t.Id, t.Target, t.Kind, t.Segment, t.Family, t.Target))],
        [.. rows.GroupBy(r => (Minute: r.StartMs / 60_000, r.Test)).OrderBy(g => g.Key.Minute).ThenBy(g => g.Key.Test.Alias).Select(g => Minute(g.Key.Minute, TestSpan.Of(g)!))]);

    private static WindowPointView Minute(long minute, TestSpan span)
    {
        var bytes = TcpLoss.Of(span.Counts) is { PayloadBytes: > 0 } loss ? loss : (TcpLoss?)null;
        return new(At(minute * 60_000), span.Test.Id, span.Sent, span.Received, span.Lost, Ms(span, .5), Ms(span, .95), Ms(span, .99))
        {
            LossPercent = span.Test.Kind == Kind.PassiveRtt ? 100 * bytes?.Share : span.Sent == 0 ? null : 100 * span.LossShare,
            LostBytes = bytes?.LostBytes,
            PayloadBytes = bytes?.PayloadBytes,
        };
    }

    private ProbeSummary Summary(ProbeFacts facts)
    {
        var score = scores.Latest(facts.Id);
        var now = clock.GetUtcNow();
        var customer = experience?.CustomerOf(facts.Id);
        return new ProbeSummary
        {
            Tenant = facts.Id.Tenant,
            Probe = facts.Id.Probe,
            Site = facts.Birth?.Site ?? "",
            AgentVersion = facts.Birth?.AgentVersion ?? "",
            State = facts.Presence,
            StateSince = facts.Presence == Presence.Unknown ? null : facts.PresenceSince,
            LastSeen = facts.LastSeen,
            NewestData = facts.NewestDataMs is { } newest ? At(newest) : null,
            GapSeconds = facts.NewestDataMs is { } end ? Math.Max(0, (now - At(end)).TotalSeconds) : null,
            Score = View(score?.Score ?? EdgeProbe.Score.Unknown),
            Apps = [.. (score?.Apps ?? []).Select(a => new AppView(a.App.Name(), View(a.Score)))],
            WorstSegment = score?.WorstSegment,
            Customer = customer is null ? null : new CustomerName(customer.Tenant, customer.Id),
            Plan = customer?.Plan,
            Technology = customer is null ? null : experience?.TechnologyOf(customer),
            Region = customer?.Region,
            Class = customer?.Class,
            Node = customer?.Node,
            Gap = score is { Score.State: not ScoreState.Stale } ? experience?.GapOf(facts.Id, score.Score.Value) : null,
            Verdict = experience?.FindingOf(facts.Id) ?? Finding.Unknown,
        };
    }

    private ExplanationView Explain(ProbeScore? score) => new()
    {
        Profile = scores.Scorer.Profile.Version,
        Persona = score is { Persona.Length: > 0 } ? score.Persona : PersonaName,
        Mean = score?.Mean,
        Cap = score?.Cap,
        CappedBy = score?.CappedBy?.Name(),
        Coverage = score?.Coverage ?? 0,
        OutageShare = score?.OutageShare ?? 0,
        Sentence = score?.Sentence ?? "No window of this probe has been stored yet, so there is no score.",
        Apps = [.. (score?.Apps ?? []).Select(a => new ExplainedAppView(
            a.App.Name(), a.Weight, a.IsCore, View(a.Score), a.Binding, [.. a.Metrics.Select(m => new MetricView(m.Name, m.Value, m.Unit, m.Points))], a.Note))],
    };

    private ScoreView View(Score score) => new(score.Value, score.Low, score.High, score.State, scores.Scorer.Profile.BandOf(score.Value));

    private static bool IsLadder(TestSpan span) => span.Test.Segment != Segment.None && span.Test.Kind is (Kind.Icmp or Kind.Tcp or Kind.Stamp);

    private static LadderView Ladder(TestSpan span, ILookup<TestKey, string> endpoints)
    {
        var (low, high) = Confidence.Wilson(span.Lost, span.Sent);
        var figures = WindowFigures.Of(span.Delays);
        return new LadderView
        {
            Segment = span.Test.Segment,
            Target = endpoints[span.Test].FirstOrDefault("") is { Length: > 0 } endpoint ? endpoint : span.Test.Target,
            Name = span.Test.Target,
            Kind = span.Test.Kind,
            Family = span.Test.Family,
            Test = span.Test.Id,
            Sent = span.Sent,
            Received = span.Received,
            Lost = span.Lost,
            LossPercent = span.Sent == 0 ? null : 100 * span.LossShare,
            LossLowPercent = span.Sent == 0 ? null : 100 * low,
            LossHighPercent = span.Sent == 0 ? null : 100 * high,
            LostUp = span.LostUp,
            LostDown = span.LostDown,
            MinMs = figures?.Min,
            P50Ms = figures?.P50,
            P95Ms = figures?.P95,
            P99Ms = figures?.P99,
            MaxMs = figures?.Max,
            PdvMs = figures?.Pdv,
            Reason = span.Reason,
            NewestData = At(span.NewestMs),
        };
    }

    private static CheckView Check(TestSpan span, ILookup<TestKey, string> endpoints)
    {
        var newest = span.Newest;
        return new CheckView
        {
            Test = span.Test.Id,
            Kind = span.Test.Kind,
            Target = endpoints[span.Test].FirstOrDefault("") is { Length: > 0 } endpoint ? endpoint : span.Test.Target,
            Name = span.Test.Target,
            Family = span.Test.Family,
            Sent = span.Sent,
            Failed = span.Unsuccessful,
            Lost = span.Lost,
            P75Ms = Ms(span, .75),
            Reason = span.Reason,
            Code = newest.Code,
            ResolveMs = newest.Http?.Resolve / 1000.0,
            ConnectMs = newest.Http?.Connect / 1000.0,
            TlsMs = newest.Http?.Tls / 1000.0,
            FirstByteMs = newest.Http?.FirstByte / 1000.0,
            CertificateDays = newest.Http?.CertificateDaysLeft,
            Hops = newest.Path?.Hops,
            Addresses = newest.Addresses == 0 ? null : newest.Addresses,
            AddressesAnswering = newest.Addresses == 0 ? null : newest.AddressesAnswering,
            NewestData = At(span.NewestMs),
        };
    }

    private static CountersView Counters(ProbeCounters c) =>
        new(c.Received, c.Duplicates, c.Conflicts, c.Quarantined, c.UnexplainedGaps, c.DeclaredDropped, c.SpoolResets);

    private static List<SlotRunView> SlotRuns(ProbeScore? score)
    {
        var runs = new List<SlotRunView>();
        var slots = score?.LastHour ?? [];
        for (var i = 0; i < slots.Count; i++)
        {
            if (i > 0 && slots[i] == slots[i - 1]) runs[^1] = runs[^1] with { Seconds = runs[^1].Seconds + Window.SlotMs / 1000 };
            else runs.Add(new SlotRunView(At(score!.LastHourFromMs + (long)i * Window.SlotMs), Window.SlotMs / 1000, slots[i]));
        }

        return runs;
    }

    private static double? Ms(TestSpan span, double share) => span.Delays.Quantile(share) / 1000;

    private static DateTimeOffset At(long unixMs) => DateTimeOffset.FromUnixTimeMilliseconds(unixMs);
}
