namespace EdgeProbe.Probers.Dns;

/// <summary>Record types by their numbers (RFC 1035 section 3.2.2, RFC 3596); any other number may come in an answer.</summary>
public enum DnsType : ushort { A = 1, Cname = 5, Aaaa = 28, Opt = 41 }

/// <summary>Response codes (RFC 1035 section 4.1.1); any other number of four bits may come.</summary>
public enum DnsRcode : byte { NoError = 0, FormatError = 1, ServerFailure = 2, NameError = 3, NotImplemented = 4, Refused = 5 }
