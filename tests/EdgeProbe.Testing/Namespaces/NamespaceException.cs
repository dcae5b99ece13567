namespace EdgeProbe.Testing.Namespaces;

/// <summary>A namespace, a device or a rule could not be made; the message says which, why and what to do.</summary>
public sealed class NamespaceException : Exception
{
    public NamespaceException(string message)
        : base(message)
    {
    }

    public NamespaceException(string message, Exception cause)
        : base(message, cause)
    {
    }

    public NamespaceException()
    {
    }
}
