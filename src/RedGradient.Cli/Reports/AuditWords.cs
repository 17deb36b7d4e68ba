using RedGradient.Evaluation.Auditing;

namespace RedGradient.Cli.Reports;

/// <summary>How verdicts are said.</summary>
internal static class AuditWords
{
    public static string Verdict(AuditVerdict verdict) => verdict switch
    {
        AuditVerdict.NoSign => "No sign of a backdoor",
        AuditVerdict.Suspicious => "Suspicious",
        _ => "Cannot tell",
    };
}
