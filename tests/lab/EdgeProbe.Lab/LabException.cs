namespace EdgeProbe.Lab;

/// <summary>Something that the person at the keyboard can put right; the message is the sentence to show.</summary>
public sealed class LabException : Exception
{
    public LabException(string message)
        : base(message)
    {
    }

    public LabException(string message, Exception cause)
        : base(message, cause)
    {
    }

    public LabException()
    {
    }
}
