using EdgeProbe.Contract;

namespace EdgeProbe.Collector.Ingest.Decoding;

/// <summary>What values a field may hold.</summary>
internal enum FieldForm : byte
{
    /// <summary>A varint of 32 bits: uint32, and sint32 in its zigzag form.</summary>
    Number32,

    /// <summary>Any varint: uint64, bool, and enums, whose unknown values are no failure.</summary>
    Number64,
    Fixed64,

    /// <summary>Varints of 32 bits in a row; unpacked ones are accepted as well, as protobuf demands.</summary>
    Packed32,

    /// <summary>Varints of any size in a row, unpacked ones as well.</summary>
    Packed64,
    Text,
    Message,
}

/// <param name="Number">The field's number in sample.proto.</param>
/// <param name="Form">What it may hold.</param>
/// <param name="Limit">How many values, or, of a text, how many bytes.</param>
/// <param name="Inside">The shape of a message.</param>
internal readonly record struct FieldShape(int Number, FieldForm Form, int Limit = int.MaxValue, MessageShape? Inside = null);

/// <summary>What the messages of sample.proto look like to <see cref="WireScan"/>. A field that is missing here counts as unknown.</summary>
internal sealed class MessageShape
{
    // Four bytes of UTF-8 for a character at most, and a character has no more than 1,024 of them here.
    private const int TextBytes = ContractLimits.MaxTextLength * 4;

    private readonly sbyte[] _places;
    private readonly FieldShape[] _fields;

    private MessageShape(params FieldShape[] fields)
    {
        _fields = fields;
        _places = new sbyte[fields.Max(field => field.Number) + 1];
        Array.Fill(_places, (sbyte)-1);
        for (var i = 0; i < fields.Length; i++) _places[fields[i].Number] = (sbyte)i;
    }

    public static MessageShape Batch { get; } = new(
        new(1, FieldForm.Fixed64), new(2, FieldForm.Number64), new(3, FieldForm.Number64), new(4, FieldForm.Number32),
        new(5, FieldForm.Number32), new(6, FieldForm.Number64), new(7, FieldForm.Number32),
        new(8, FieldForm.Message, ContractLimits.MaxSamples, OneSample()), new(9, FieldForm.Number64), new(10, FieldForm.Number32),
        new(11, FieldForm.Number32));

    public static MessageShape Birth { get; } = new(
        Text(1), new(2, FieldForm.Fixed64), new(3, FieldForm.Number64), new(4, FieldForm.Number32), new(5, FieldForm.Number32),
        new(6, FieldForm.Message, ContractLimits.MaxTests, OneTest()), Text(7), new(8, FieldForm.Number64), new(9, FieldForm.Number32),
        Text(10), Text(11));

    public static MessageShape State { get; } = new(new(1, FieldForm.Number64), new(2, FieldForm.Number64), Text(3));

    public static MessageShape Event { get; } = new(
        new(1, FieldForm.Fixed64), new(2, FieldForm.Number64), new(3, FieldForm.Number64), Text(4), Text(5), Text(6));

    /// <summary>How many fields are known; their places run from 0.</summary>
    public int Count => _fields.Length;

    public FieldShape this[int place] => _fields[place];

    /// <summary>The place of a field, or -1 when it is unknown.</summary>
    public int PlaceOf(int number) => number < _places.Length ? _places[number] : -1;

    private static MessageShape OneSample()
    {
        var fields = Enumerable.Range(1, 42).Select(number => new FieldShape(number, FieldForm.Number32)).ToArray();
        fields[9 - 1] = new(9, FieldForm.Packed32, ContractLimits.MaxSpans * 2);
        fields[10 - 1] = new(10, FieldForm.Packed32, ContractLimits.MaxCounts);
        fields[16 - 1] = new(16, FieldForm.Packed32, ContractLimits.MaxSlots);
        fields[37 - 1] = new(37, FieldForm.Fixed64);
        return new MessageShape([.. fields, new(45, FieldForm.Packed64, ContractLimits.MaxCounters * 2)]);
    }

    private static MessageShape OneTest() => new(
        new(1, FieldForm.Number32), new(2, FieldForm.Number32), new(3, FieldForm.Number32), Text(4), Text(5),
        new(6, FieldForm.Number32), new(7, FieldForm.Number32),
        new(8, FieldForm.Message, ContractLimits.MaxParameters, new MessageShape(Text(1), Text(2))));

    private static FieldShape Text(int number) => new(number, FieldForm.Text, TextBytes);
}
