namespace EdgeProbe.Contract;

/// <summary>How a protobuf field is laid out. The two group types of old are no part of the contract: a reader refuses them.</summary>
public enum WireType : byte { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 }

/// <summary>Why bytes are no protobuf message.</summary>
public enum WireFault : byte { None, Truncated, VarintTooLong, FieldNumber, GroupWireType, LengthTooLong }
