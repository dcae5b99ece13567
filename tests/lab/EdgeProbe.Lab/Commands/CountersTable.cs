using EdgeProbe.Lab.Control;

namespace EdgeProbe.Lab.Commands;

/// <summary>The counters for the eye: one line a direction.</summary>
internal static class CountersTable
{
    public static void Write(TextWriter output, LabCounters counters)
    {
        output.WriteLine("direction       received  delivered   random    burst    queue  duplic.  reorder  corrupt  pending   unread");
        foreach (var (name, direction) in counters.Links)
        {
            var counts = direction.Counts;
            output.WriteLine(
                $"{name,-14}{counts.Received,10}{counts.Delivered,11}{counts.LostRandom,9}{counts.LostBurst,9}{counts.LostQueue,9}" +
                $"{counts.Duplicated,9}{counts.Reordered,9}{counts.Corrupted,9}{counts.Pending,9}{direction.Unread,9}");
        }

        foreach (var (name, packets) in counters.Nft) output.WriteLine($"nft {name}: {packets} packets taken");
    }
}
