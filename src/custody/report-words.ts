// What a report, or the answer to one, holds a pack for.
export type ReportFinding = 'suspect' | 'illegitimate' | 'cleared';
export const REPORT_FINDINGS = ['suspect', 'illegitimate', 'cleared'] as const satisfies readonly ReportFinding[];
