using System.Globalization;
using EdgeProbe.Contract;
using Microsoft.Data.Sqlite;

namespace EdgeProbe.Collector.Store.Embedded;

/// <summary>The short numbers that stand for probes and tests in the tables. Used by the writer only.</summary>
internal sealed class EmbeddedNames(SqliteConnection writer)
{
    private readonly Dictionary<ProbeId, (long Id, string Site)> _probes = [];
    private readonly Dictionary<(long Probe, TestKey Test), long> _tests = [];

    /// <summary>After a write that did not happen: numbers given within it are void.</summary>
    public void Forget()
    {
        _probes.Clear();
        _tests.Clear();
    }

    /// <param name="site">Null leaves the site as it is.</param>
    public long Of(ProbeId probe, string? site)
    {
        if (_probes.TryGetValue(probe, out var known) && (site is null || known.Site == site)) return known.Id;
        using var command = writer.CreateCommand();
        command.CommandText = """
            INSERT INTO probe (tenant, name, site) VALUES ($tenant, $name, coalesce($site, ''))
            ON CONFLICT (tenant, name) DO UPDATE SET site = coalesce($site, site) RETURNING id, site
            """;
        command.Parameters.AddWithValue("$tenant", probe.Tenant);
        command.Parameters.AddWithValue("$name", probe.Probe);
        command.Parameters.AddWithValue("$site", (object?)site ?? DBNull.Value);
        using var row = command.ExecuteReader();
        row.Read();
        _probes[probe] = (row.GetInt64(0), row.GetString(1));
        return row.GetInt64(0);
    }

    public long Of(long probe, TestKey test)
    {
        if (_tests.TryGetValue((probe, test), out var known)) return known;
        using var command = writer.CreateCommand();
        // The update changes nothing; it makes RETURNING give the row that is there already.
        command.CommandText = """
            INSERT INTO test (probe, alias, kind, segment, family, target) VALUES ($probe, $alias, $kind, $segment, $family, $target)
            ON CONFLICT DO UPDATE SET alias = excluded.alias RETURNING id
            """;
        command.Parameters.AddWithValue("$probe", probe);
        command.Parameters.AddWithValue("$alias", (long)test.Alias);
        command.Parameters.AddWithValue("$kind", (int)test.Kind);
        command.Parameters.AddWithValue("$segment", (int)test.Segment);
        command.Parameters.AddWithValue("$family", (int)test.Family);
        command.Parameters.AddWithValue("$target", test.Target);
        var id = Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
        return _tests[(probe, test)] = id;
    }
}
