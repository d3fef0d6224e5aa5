// Which of an item's lines a party goes by: the one it is custodian of, else the one that comes to it, else the main one.

import { decommission, isLossOf } from './events/decommission.ts';
import type { Life, Line, State } from './life.ts';

/** How an item stands to a party, and the line that says so. */
export interface Seen {
  /** The life to go by: of a line, or the whole where there is one way to read it or no main one. */
  readonly life: Life;
  readonly as: 'custodian' | 'consignee' | 'other';
  /** Absent where the life can be read in one way, or nobody's line is the main one. */
  readonly line?: Line;
}

/** How a life stands to a party; without one, to nobody in particular. */
export function seenBy(life: Life, gln: string | undefined): Seen {
  const { lines } = life;
  if (lines === undefined) return { life, as: roleIn(life.effective, gln) };
  const open = lines.filter(({ closed }) => !closed);
  const line =
    gln === undefined
      ? undefined
      : (open.find((one) => isCustodian(one.life.effective, gln)) ??
        comingTo(open, gln) ??
        lines.find((one) => isCustodian(one.life.effective, gln)) ??
        open.find((one) => endedBy(one.life.effective, gln)));
  const picked = line ?? lines.find(({ main }) => main);
  if (picked === undefined) return { life: disputed(life, open), as: 'other' };
  return { life: { ...picked.life, ...contestOf(life) }, as: roleIn(picked.life.effective, gln), line: picked };
}

/** The life that this party acts on, with all its lines. */
export function ownLife(life: Life, gln: string): Life {
  return life.lines === undefined ? life : seenBy(life, gln).life;
}

/** The life by the line that is on its way to this party, where it is custodian of another one as well. */
export function lifeAtDoor(life: Life, gln: string): Life {
  const line =
    life.lines === undefined
      ? undefined
      : comingTo(
          life.lines.filter(({ closed }) => !closed),
          gln,
        );
  return line === undefined ? life : { ...line.life, ...contestOf(life) };
}

/** Whether a custodian has to be told that others have it by their records, or ended it by an entry that did not stand. */
export function isContested({ lines = [], findings }: Life): boolean {
  if (lines.filter(({ closed }) => !closed).length > 1) return true;
  return findings.some(({ overtaken, event = '' }) => overtaken === true && !lines.some(({ refs }) => refs.has(event)));
}

/** An item that was declared lost on its way to a party, as it was before: it may have come after all. */
export interface GivenUp {
  /** To be received at the step of the loss. */
  readonly life: Life;
  /** GLN of who declared it lost. */
  readonly by: string;
  /** Chains that did: each of them has used the step. */
  readonly chains: readonly string[];
}

/** @param life of an outermost item @param gln the party that it was on its way to */
export function givenUp(life: Life, gln: string): GivenUp | undefined {
  const last = life.steps.at(-1);
  const before = life.steps.at(-2)?.state;
  if (last?.kind !== decommission.type || !isLossOf(last.details) || life.state.at !== 'decommissioned')
    return undefined;
  if (before?.at !== 'transit' || before.to !== gln) return undefined;
  const { steps, next } = life;
  return {
    life: { ...life, steps: steps.slice(0, -1), state: before, effective: before, next: next - 1 },
    by: life.state.by,
    chains: last.events.map(({ chain }) => chain),
  };
}

/** The party that has an item, or is in charge of it until the receipt. */
export function custodianOf(state: State): string | undefined {
  if ('holder' in state) return state.holder;
  return state.at === 'transit' ? state.from : undefined;
}

export function isCustodian(state: State, gln: string | undefined): boolean {
  return gln !== undefined && custodianOf(state) === gln;
}

/** Who answers for a line: its custodian, or who ended it. */
export function answersFor(state: State): string | undefined {
  return custodianOf(state) ?? ('by' in state ? state.by : undefined);
}

function comingTo(lines: readonly Line[], gln: string): Line | undefined {
  const coming = lines.filter(({ life: { effective } }) => effective.at === 'transit' && effective.to === gln);
  return coming.find(({ main }) => main) ?? coming[0];
}

function endedBy(state: State, gln: string): boolean {
  return 'by' in state && state.by === gln;
}

function roleIn(state: State, gln: string | undefined): Seen['as'] {
  if (isCustodian(state, gln)) return 'custodian';
  return state.at === 'transit' && state.to === gln ? 'consignee' : 'other';
}

// Nobody can say who has it: those who answer for the lines dispute it.
function disputed(life: Life, open: readonly Line[]): Life {
  const between = [...new Set(open.flatMap((line) => answersFor(line.life.effective) ?? []))].sort();
  const state = { at: 'disputed', between } as const;
  return { ...life, state, effective: state, around: [] };
}

function contestOf({ lines, tangled }: Life): Pick<Life, 'lines' | 'tangled'> {
  return { ...(lines !== undefined && { lines }), ...(tangled !== undefined && { tangled }) };
}
