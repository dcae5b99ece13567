namespace EdgeProbe.Collector.Ingest.Decoding;

/// <summary>Why a whole message was refused. Closed, so that it can be a metric's label.</summary>
internal enum DecodeFailure : byte
{
    None,

    // Before the bytes are looked at.
    Empty,
    TooLarge,
    UnknownContentType,
    Json,

    // Inflating.
    DeflateDamaged,
    DeflateTruncated,
    DeflateTrailingBytes,
    InflatesTooFar,

    // The wire structure.
    Truncated,
    LengthBeyondEnd,
    VarintTooLong,
    FieldNumber,
    GroupWireType,
    WireTypeMismatch,
    ValueTooLarge,
    TooManyValues,
    InvalidText,

    // What the message as a whole says.
    NoEpoch,
    NoSamples,

    /// <summary>Fewer or more samples than the batch itself says: it was cut.</summary>
    SampleCount,
    WindowLength,
    SequenceOverflow,
    MissingName,

    /// <summary>The generated decoder refused what our own check had let through: a defect of ours.</summary>
    Undecodable,
}
