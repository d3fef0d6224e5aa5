// The words that follow-ups of a recall are told in.

/** Ways to reach a consignee (21 CFR 7.42(b)(3): visits, telephone calls, letters, or a combination). */
export const CHECK_METHODS = ['phone', 'visit', 'letter', 'email'] as const;
export type CheckMethod = (typeof CHECK_METHODS)[number];
/** What a check finds. */
export const CHECK_RESULTS = ['effective', 'ineffective'] as const;
export type CheckResult = (typeof CHECK_RESULTS)[number];
/** The result of an attempt, which found nothing. */
export const ASKED = 'asked';
