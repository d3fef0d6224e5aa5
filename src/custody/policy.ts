// What has to be recorded in a network, as its founder says: every hand-over, or making and supply alone.
export type Policy = 'required' | 'endpoints';
export const POLICIES = ['required', 'endpoints'] as const satisfies readonly Policy[];
