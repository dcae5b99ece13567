using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeProbe.Lab.Control;

/// <summary>How the lab writes JSON: as people and jq read it.</summary>
internal static class LabJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };
}
