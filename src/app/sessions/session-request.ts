// What a session is for: its mode, and what a person has said of the goods.

export const MODES = ['verify', 'receive', 'ship', 'dispense', 'pack', 'stock-take'] as const;
export type Mode = (typeof MODES)[number];

/** What a session is for; kept with it until it is recorded. */
export interface SessionRequest {
  readonly mode: Mode;
  readonly to?: string;
  readonly into?: string;
  readonly despatch?: string;
  readonly ref?: string;
  /** receive: what is expected is this delivery alone. */
  readonly shipment?: string;
  /** Where it is done, where that is one of several places. */
  readonly at?: string;
  /** receive: announced and not there, and what came damaged. */
  readonly missing?: readonly string[];
  readonly damaged?: readonly string[];
}

/** Whether who begins this one may mean to go on with that: of the same mode, to the same party, into some container. */
export function goesOn({ mode, to, into }: SessionRequest, begun: SessionRequest): boolean {
  return mode === begun.mode && (mode !== 'ship' || to === begun.to) && (mode !== 'pack' || into !== undefined);
}
