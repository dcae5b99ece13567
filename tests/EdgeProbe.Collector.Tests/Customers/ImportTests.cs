using System.Text;
using EdgeProbe.Collector.Customers;
using EdgeProbe.Collector.Customers.Import;
using EdgeProbe.Scoring.Apps;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeProbe.Collector.Tests.Customers;

public sealed class ImportTests : IDisposable
{
    private const string Plans = "tenant,plan,technology,promises\nacme,fibre-100,fibre,voice=70/90;web=60/80\n";
    private readonly Book _book = new();

    [Fact]
    public async Task A_file_of_customers_is_taken_whole_and_comes_out_as_it_went_in()
    {
        await _book.PlansAsync(Plans);
        const string csv = "\uFEFFtenant,id,plan,class,technology,region,persona,node,subscriptions,probes,stated\r\n"
            + "acme,c1,fibre-100,postpaid,,\"North, \"\"old\"\" town\",gamer,olt-7,s1;s2,p1;p2,voice=80/95\r\n"
            + "acme,c2,,Prepaid,lte,South,,,,,\r\n";
        Assert.Equal(new ImportCounts(2, 2, 0, 0), (await _book.CustomersAsync(csv)).Counts);
        var customer = _book.Registry.Find("acme", "c1")!;
        Assert.Equal(("fibre-100", CustomerClass.Postpaid, "North, \"old\" town", "gamer", "olt-7"), (customer.Plan, customer.Class, customer.Region, customer.Persona, customer.Node));
        Assert.Equal(("s1 s2", "p1 p2", new Zone(80, 95)), (string.Join(' ', customer.Subscriptions), string.Join(' ', customer.Probes), customer.Stated[App.Voice]));
        Assert.Equal(("c1", null), (_book.Registry.OfProbe(Store.Rows.Probe("p2"))?.Id, _book.Registry.OfProbe(Store.Rows.Probe("p3"))));

        _book.Reopen();
        var exported = _book.Importer.ExportCustomers();
        Assert.Equal(new ImportCounts(2, 0, 0, 2), (await _book.CustomersAsync(exported)).Counts);
        Assert.Equal(exported, _book.Importer.ExportCustomers());
        Assert.Equal(new ImportCounts(1, 0, 0, 1), (await _book.PlansAsync(_book.Importer.ExportPlans())).Counts);
    }

    [Fact]
    public async Task A_plans_tier_is_taken_kept_exported_and_remembered()
    {
        await _book.PlansAsync("tenant,plan,tier,technology\nacme,go,100M,lte\nacme,stay,,fibre\n");
        _book.Reopen();
        Assert.Equal(("100M", "lte", null), (_book.Registry.FindPlan(new PlanKey("acme", "go"))!.Tier, _book.Registry.FindPlan(new PlanKey("acme", "go"))!.Technology, _book.Registry.FindPlan(new PlanKey("acme", "stay"))!.Tier));
        var exported = _book.Importer.ExportPlans();
        Assert.StartsWith("tenant,plan,tier,technology,promises,", exported, StringComparison.Ordinal);
        Assert.Contains("acme,go,100M,lte,", exported, StringComparison.Ordinal);
        Assert.Equal(new ImportCounts(2, 0, 0, 2), (await _book.PlansAsync(exported)).Counts);
        Assert.Equal(new ImportCounts(1, 0, 1, 0), (await _book.PlansAsync("tenant,plan,tier,technology\nacme,go,200M,lte\n")).Counts);
        var changed = _book.Registry.History(new PlanKey("acme", "go"))[0];
        Assert.Equal((ChangeKind.Changed, "tier", "100M", "200M"), (changed.What, changed.Field, changed.Before, changed.After));
        // Who has a plan without a tier has the plan's own name for one, who has no plan has none.
        Customer Having(string id, string? plan) => new() { Tenant = "acme", Id = id, Class = CustomerClass.Prepaid, Plan = plan };
        _book.Put(Having("c1", "go"), Having("c2", "stay"), Having("c3", null));
        Assert.Equal(["200M", "stay", null], ((string[])["c1", "c2", "c3"]).Select(id => _book.Registry.TierOf(_book.Registry.Find("acme", id)!)));
    }

    [Theory]
    [InlineData("acme,c1,none,prepaid,,,", "plan", "none", "acme has no such plan")]
    [InlineData("acme,c1,,gold,,,", "class", "gold", "is not known")]
    [InlineData("acme,c1,,,,,", "class", "", "is missing")]
    [InlineData("acme,c1,,prepaid,pirate,,", "persona", "pirate", "is not known")]
    [InlineData("acme,c1,,prepaid,,p 1,", "probes", "p 1", "\"p 1\" is not a probe's name")]
    [InlineData("acme,c1,,prepaid,,p1;p1,", "probes", "p1;p1", "an item is there twice")]
    [InlineData("acme,c1,,prepaid,,taken,", "probes", "taken", "the probe belongs to acme/owner already")]
    [InlineData("acme,c1,,prepaid,,,voice=70/101", "stated", "voice=70/101", "\"voice=70/101\" lies outside 0 to 100")]
    [InlineData("acme,c1,,prepaid,,,voice=90/70", "stated", "voice=90/70", "\"voice=90/70\" has adequate above desired")]
    [InlineData("acme,c1,,prepaid,,,chess=1/2", "stated", "chess=1/2", "\"chess\" is not an app")]
    [InlineData("acme,c1,,prepaid,,,voice=NaN/2", "stated", "voice=NaN/2", "\"voice=NaN/2\" is not a level")]
    [InlineData(",c1,,prepaid,,,", "tenant", "", "is missing")]
    [InlineData("a/b,c1,,prepaid,,,", "tenant", "a/b", "is not a tenant's name")]
    [InlineData("acme,a/b,,prepaid,,,", "id", "a/b", "cannot stand in an address")]
    [InlineData("acme,c1,,prepaid,,", "", "", "the row has 6 cells and the header 7")]
    public async Task A_bad_row_is_refused_with_line_column_and_remedy_and_takes_all_others_with_it(string row, string column, string value, string problem)
    {
        _book.Put(new Customer { Tenant = "acme", Id = "owner", Class = CustomerClass.Prepaid, Probes = ["taken"] });
        var result = await _book.CustomersAsync($"tenant,id,plan,class,persona,probes,stated\nacme,good,,prepaid,,,\n{row}\n");
        var found = Assert.Single(result.Problems.First);
        Assert.Equal((3, column, value, problem), (found.Line, found.Column, found.Value, found.Problem));
        Assert.NotEmpty(found.Remedy);
        Assert.Null(result.Counts);
        Assert.Null(_book.Registry.Find("acme", "good"));
        Assert.Single(_book.Registry.All);
    }

    [Theory]
    [InlineData("", 1, "", "the file is empty")]
    [InlineData("tenant,id\nacme,c1\n", 1, "class", "the column is missing")]
    [InlineData("tenant,id,class,clas\n", 1, "clas", "is not a column; did you mean \"class\"?")]
    [InlineData("tenant,id,class,class\n", 1, "class", "is there twice")]
    [InlineData("tenant;id;class\n", 1, "", "the columns are separated by semicolons")]
    [InlineData("tenant,id,class\nacme,\"c1,prepaid\n", 2, "", "a quote is opened and never closed")]
    [InlineData("tenant,id,class\nacme,\"c1\"x,prepaid\n", 2, "", "text follows a closing quote: \"x\"")]
    [InlineData("tenant,id,class\nacme,c\"1,prepaid\n", 2, "", "a quote stands within a cell that does not begin with one")]
    [InlineData("tenant,id,class\nacme,c1,prepaid\n\nacme,c1,prepaid\n", 4, "id", "the customer stands on line 2 too")]
    public async Task A_file_that_cannot_be_read_says_where(string csv, int line, string column, string problem)
    {
        var found = Assert.Single((await _book.CustomersAsync(csv)).Problems.First);
        Assert.Equal((line, column, problem), (found.Line, found.Column, found.Problem));
        Assert.Empty(_book.Registry.All);
    }

    [Fact]
    public async Task Two_rows_may_not_claim_one_probe_but_a_probe_may_move_within_one_import()
    {
        const string header = "tenant,id,class,probes\n";
        Assert.Equal("the probe belongs to acme/a already", Assert.Single((await _book.CustomersAsync(header + "acme,a,prepaid,p1\nacme,b,prepaid,p1\n")).Problems.First).Problem);
        Assert.NotNull((await _book.CustomersAsync(header + "acme,a,prepaid,p1\nacme,b,prepaid,p2\n")).Counts);
        Assert.Equal(new ImportCounts(2, 0, 2, 0), (await _book.CustomersAsync(header + "acme,a,prepaid,p2\nacme,b,prepaid,p1\n")).Counts);
        Assert.Equal(("b", "a"), (_book.Registry.OfProbe(Store.Rows.Probe("p1"))!.Id, _book.Registry.OfProbe(Store.Rows.Probe("p2"))!.Id));
    }

    [Fact]
    public async Task Json_is_judged_by_the_same_rules()
    {
        var good = await _book.CustomersJsonAsync("""[{"tenant":"acme","id":"c1","class":"converged","plan":null,"probes":["p1"],"stated":{"web":{"adequate":60,"desired":80}}}]""");
        Assert.Equal((new ImportCounts(1, 1, 0, 0), new Zone(60, 80)), (good.Counts, _book.Registry.Find("acme", "c1")!.Stated[App.Web]));
        var bad = await _book.CustomersJsonAsync("""[{"tenant":"acme","id":"c2","class":"prepaid"},{"tenant":"acme","id":"c3","class":"gold","age":40,"probes":"p1"}]""");
        Assert.Equal([(2, "age"), (2, "probes")], bad.Problems.First.Select(p => (p.Line, p.Column)));
        Assert.Null(_book.Registry.Find("acme", "c2"));
        Assert.Single((await _book.CustomersJsonAsync("{\"tenant\"")).Problems.First);
    }

    [Fact]
    public async Task Text_that_is_not_utf8_is_refused()
    {
        var bytes = Encoding.Latin1.GetBytes("tenant,id,class,region\nacme,c1,prepaid,Malmö\n");
        Assert.Contains("not UTF-8", Assert.Single((await _book.Importer.CustomersAsync(new MemoryStream(bytes), ImportForm.Csv, default)).Problems.First).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("'=1+1", "''=1+1")]
    [InlineData("+49", "'+49")]
    [InlineData("-5", "'-5")]
    [InlineData("@x", "'@x")]
    [InlineData("'quoted'", "'quoted'")]
    [InlineData("plain", "plain")]
    public void No_exported_cell_begins_a_formula(string value, string cell) => Assert.Equal(cell + "\r\n", CsvText.Line([value]));

    [Fact]
    public void Whatever_a_cell_holds_comes_back_exactly() =>
        Prop.ForAll(Gen.Elements("a,\"'=+-@\r\n\t é🛒".EnumerateRunes().Select(r => r.ToString()).ToArray()).ArrayOf().ArrayOf(3).ToArbitrary(), cells =>
        {
            var row = cells.Select(c => string.Concat(c)).Append("end").ToList();
            var read = new CsvReader(new StringReader(CsvText.Line(row))).ReadAsync(default).AsTask().GetAwaiter().GetResult();
            return read!.Cells.SequenceEqual(row);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Rows_split_at_any_byte_read_the_same()
    {
        const string csv = "tenant,id,class,region\r\nacme,c1,prepaid,\"a\r\n\"\"b\"\"\"\r\rlast,c2,prepaid,x";
        var whole = await RowsAsync(new StringReader(csv));
        Assert.Equal(3, whole.Count);
        Assert.Equal(("a\r\n\"b\"", 2, 5), (whole[1].Cells[3], whole[1].Line, whole[2].Line));
        Assert.Equal(whole.Select(r => string.Join('|', r.Cells)), (await RowsAsync(new OneByOne(csv))).Select(r => string.Join('|', r.Cells)));
    }

    public void Dispose() => _book.Dispose();

    [Theory]
    [InlineData("tenant,id,class\nacme,{0},prepaid\n")]
    [InlineData("tenant,id,class\nacme,\"{0}\",prepaid\n")]
    public async Task A_cell_without_end_is_given_up(string csv)
    {
        var found = Assert.Single((await _book.CustomersAsync(string.Format(csv, new string('x', 40_000)))).Problems.First);
        Assert.Equal((2, "a cell is longer than 16384 characters"), (found.Line, found.Problem));
    }

    private static async Task<List<CsvRow>> RowsAsync(TextReader text)
    {
        var (reader, rows) = (new CsvReader(text), new List<CsvRow>());
        while (await reader.ReadAsync(default) is { } row) rows.Add(row);
        return rows;
    }

    private sealed class OneByOne(string text) : StringReader(text)
    {
        public override ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..1], cancellationToken);
    }
}
