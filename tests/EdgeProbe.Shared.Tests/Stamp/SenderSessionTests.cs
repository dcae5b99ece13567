using EdgeProbe.Stamp;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeProbe.Shared.Tests.Stamp;

public sealed class SenderSessionTests
{
    [Fact]
    public void Whatever_is_lost_the_split_is_exact_once_an_answer_has_come() => Prop.ForAll<int[]>(fates =>
    {
        var session = new SenderSession();
        var reflector = 0u;
        var (up, down) = (0, 0);
        foreach (var fate in fates.Append(2))
        {
            var sequence = session.Begin();
            var lostUp = Math.Abs(fate % 4) == 0;
            var lostDown = !lostUp && Math.Abs(fate % 4) == 1;
            if (lostUp) up++;
            if (lostDown) down++;
            var counted = lostUp ? 0 : reflector++;
            if (lostUp || lostDown) session.TimedOut(sequence);
            else session.Answer(sequence, counted);
        }

        return session.TakeLoss() == (up, down);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Answers_that_overtake_a_loss_are_split_when_it_has_timed_out() => Prop.ForAll<int[]>(fates =>
    {
        // All are sent and answered before the first timeout, as at short intervals; then the losses time out and one answer comes.
        var session = new SenderSession();
        var reflector = 0u;
        var (up, down) = (0, 0);
        var lost = new List<uint>();
        foreach (var fate in fates.Take(900))
        {
            var sequence = session.Begin();
            var way = Math.Abs(fate % 5);
            var counted = way == 0 ? 0 : reflector++;
            if (way == 0) up++;
            else if (way == 1) down++;
            if (way < 2) lost.Add(sequence);
            else session.Answer(sequence, counted);
        }

        lost.ForEach(session.TimedOut);
        session.Answer(session.Begin(), reflector);
        return session.TakeLoss() == (up, down);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_split_is_handed_out_once()
    {
        var session = new SenderSession();
        session.TimedOut(session.Begin());
        session.Answer(session.Begin(), 0);
        Assert.Equal((1, 0), session.TakeLoss());
        Assert.Equal((0, 0), session.TakeLoss());
    }

    [Fact]
    public void A_copied_answer_is_a_duplicate_and_no_loss()
    {
        var session = new SenderSession();
        var first = session.Begin();
        Assert.Equal(ReplyKind.Answer, session.Answer(first, 0));
        Assert.Equal(ReplyKind.Duplicate, session.Answer(first, 0));
        Assert.Equal(ReplyKind.Answer, session.Answer(session.Begin(), 1));
        Assert.Equal((0, 0), session.TakeLoss());
    }

    [Fact]
    public void A_packet_copied_on_the_way_out_does_not_hide_a_loss_on_the_way_out()
    {
        var session = new SenderSession();
        var first = session.Begin();
        session.Answer(first, 0);
        // Reflected twice: the reflector's count runs one ahead of the packets.
        Assert.Equal(ReplyKind.Duplicate, session.Answer(first, 1));
        session.TimedOut(session.Begin());
        session.Answer(session.Begin(), 2);
        Assert.Equal((1, 0), session.TakeLoss());
    }

    [Fact]
    public void An_answer_behind_a_later_one_is_reordered_and_no_loss()
    {
        var session = new SenderSession();
        var (first, second) = (session.Begin(), session.Begin());
        Assert.Equal(ReplyKind.Answer, session.Answer(second, 1));
        Assert.Equal(ReplyKind.Reordered, session.Answer(first, 0));
        Assert.Equal(ReplyKind.Answer, session.Answer(session.Begin(), 2));
        Assert.Equal((0, 0), session.TakeLoss());
    }

    [Fact]
    public void A_late_answer_stays_lost_on_the_way_back()
    {
        var session = new SenderSession();
        var first = session.Begin();
        session.TimedOut(first);
        Assert.Equal(ReplyKind.Late, session.Answer(first, 0));
        session.Answer(session.Begin(), 1);
        Assert.Equal((0, 1), session.TakeLoss());
    }

    [Fact]
    public void A_reflector_that_began_anew_leaves_the_interval_unsplit_and_goes_on_from_there()
    {
        var session = new SenderSession();
        for (var i = 0u; i < 5; i++) session.Answer(session.Begin(), i);
        session.TimedOut(session.Begin());
        session.Answer(session.Begin(), 0);
        Assert.Equal((0, 0), session.TakeLoss());
        session.TimedOut(session.Begin());
        session.Answer(session.Begin(), 2);
        Assert.Equal((0, 1), session.TakeLoss());
    }

    [Fact]
    public void A_packet_that_was_not_sent_is_no_loss_on_the_way_out()
    {
        var session = new SenderSession();
        session.Answer(session.Begin(), 0);
        session.NotSent(session.Begin());
        session.TimedOut(session.Begin());
        session.Answer(session.Begin(), 2);
        Assert.Equal((0, 1), session.TakeLoss());
    }

    [Fact]
    public void Answers_to_nothing_are_unknown()
    {
        var session = new SenderSession();
        Assert.Equal(ReplyKind.Unknown, session.Answer(0, 0));
        session.Begin();
        Assert.Equal(ReplyKind.Unknown, session.Answer(7, 0));
        Assert.Equal(ReplyKind.Unknown, session.Answer(SenderSession.Memory, 0));
    }

    [Fact]
    public void What_nobody_settles_does_not_stop_the_splitting()
    {
        var session = new SenderSession();
        session.Begin();
        for (var i = 0u; i < SenderSession.Memory + 10; i++) session.Answer(session.Begin(), i + 1);
        Assert.Equal((0, 1), session.TakeLoss());
    }
}
