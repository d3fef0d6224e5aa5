// The words that recalls and their follow-ups are told in.

/** What an event of a recall does. */
export type RecallKind = 'issue' | 'extend' | 'amend';
export const RECALL_KINDS = ['issue', 'extend', 'amend'] as const satisfies readonly RecallKind[];
/** How one is over. */
export type RecallOutcome = 'ended' | 'rescinded';
export const RECALL_OUTCOMES = ['ended', 'rescinded'] as const satisfies readonly RecallOutcome[];
/** How one stands. */
export type RecallState = 'open' | RecallOutcome;
export const RECALL_STATES = ['open', ...RECALL_OUTCOMES] as const satisfies readonly RecallState[];
/** The gravest first (21 CFR 7.3(m)). */
export const RECALL_CLASSES = ['1', '2', '3'] as const;
/** How far down (21 CFR 7.42(b)(1)). */
export const RECALL_DEPTHS = ['wholesale', 'retail', 'consumer'] as const;
/** Which share of the consignees is checked, all to none (21 CFR 7.42(b)(3)). */
export const RECALL_LEVELS = ['A', 'B', 'C', 'D', 'E'] as const;

/** Ways to reach a consignee (21 CFR 7.42(b)(3): visits, telephone calls, letters, or a combination). */
export const CHECK_METHODS = ['phone', 'visit', 'letter', 'email'] as const;
export type CheckMethod = (typeof CHECK_METHODS)[number];
/** What a check finds. */
export const CHECK_RESULTS = ['effective', 'ineffective'] as const;
export type CheckResult = (typeof CHECK_RESULTS)[number];
/** The result of an attempt, which found nothing. */
export const ASKED = 'asked';
