// Rules between the elements of one item: AIs that exclude or need each other, repeats, digital signatures.
import type { Ai, AiTable, Pattern } from './ai-table.ts';
import type { Element } from './element-string.ts';
import { type Fault, report } from './faults.ts';

export type Rule = 'pairs' | 'requirements' | 'repeats' | 'signature';
const ALL_RULES: readonly Rule[] = ['pairs', 'requirements', 'repeats', 'signature'];

/** AIs whose serial component is optional, except beside a digital signature. */
const SERIALISED: ReadonlySet<string> = new Set(['253', '255', '8003']);

/** Which AIs of the table are present: a stamp a scan instead of clearing a set for each. */
const present = new Uint32Array(11100);
let stamp = 0;
/** AIs of this scan that the table does not know; patterns are compared with them as text. */
let strangers: readonly string[] = [];

/** The AI that fits the pattern, other than the one that the rule is about. */
function fits(ai: string, pattern: string, own: string): boolean {
  return ai !== own && ai.length === pattern.length && ai.startsWith(pattern.replace(/n+$/, ''));
}

function isPresent({ ids, text }: Pattern, own: string): boolean {
  return ids.some((id) => present[id] === stamp) || strangers.some((ai) => fits(ai, text, own));
}

function checkRepeats(elements: readonly Element[], faults: Fault[]): void {
  const first = new Map<string, string>();
  for (const { ai, value, offset } of elements) {
    const before = first.get(ai);
    if (before === undefined) first.set(ai, value);
    else if (before !== value) report(faults, 'repeat-differs', offset, ai.length + value.length, ai);
  }
}

function checkPairs(ai: Ai, offset: number, ais: readonly Ai[], faults: Fault[]): void {
  for (const pattern of ai.excludes) {
    if (!isPresent(pattern, ai.ai)) continue;
    const other = ais.find((candidate) => fits(candidate.ai, pattern.text, ai.ai));
    report(faults, 'invalid-pair', offset, ai.ai.length, ai.ai, other?.ai);
  }
}

function checkRequirements(ai: Ai, offset: number, faults: Fault[]): void {
  for (const { text, groups } of ai.requires)
    if (!groups.some((group) => group.every((member) => isPresent(member, ai.ai))))
      report(faults, 'required-missing', offset, ai.ai.length, ai.ai, text);
}

/**
 * Checks the rules over all elements; elements and AIs stand side by side.
 * @returns whether an AI occurs more than once.
 */
export function checkRules(
  elements: readonly Element[],
  ais: readonly Ai[],
  faults: Fault[],
  rules: readonly Rule[] = ALL_RULES,
): boolean {
  stamp = stamp === 0xffffffff ? 1 : stamp + 1;
  let repeated = false;
  for (const { id } of ais) {
    repeated ||= id < 0 || present[id] === stamp;
    if (id >= 0) present[id] = stamp;
  }
  strangers = ais.filter(({ id }) => id < 0).map(({ ai }) => ai);
  const signed = rules.includes('signature') && ais.some(({ ai }) => ai === '8030');
  ais.forEach((ai, i) => {
    const { offset = 0, value = '' } = elements[i] ?? {};
    if (rules.includes('pairs')) checkPairs(ai, offset, ais, faults);
    if (rules.includes('requirements')) checkRequirements(ai, offset, faults);
    if (signed && SERIALISED.has(ai.ai) && value.length === ai.least)
      report(faults, 'serial-not-present', offset, ai.ai.length, ai.ai);
  });
  if (repeated && rules.includes('repeats')) checkRepeats(elements, faults);
  return repeated;
}

/** A sequence of AIs that was checked before: whether it keeps every rule whatever the values are. */
interface Sequence {
  readonly next: Map<number, Sequence>;
  clean: boolean | undefined;
}

const MOST_SEQUENCES = 4096;
let sequences = 0;
const roots = new WeakMap<AiTable, Sequence>();

function newSequence(): Sequence {
  sequences++;
  return { next: new Map(), clean: undefined };
}

/**
 * Whether elements keep every rule and none occurs twice, remembered by the sequence of their AIs: packs of one kind
 * all have the same. False says nothing; {@link checkRules} does.
 */
export function keepsAllRules(elements: readonly Element[], ais: readonly Ai[], table: AiTable): boolean {
  let sequence = roots.get(table);
  if (!sequence) {
    sequence = newSequence();
    roots.set(table, sequence);
  }
  for (const { id } of ais) {
    let next: Sequence | undefined = sequence.next.get(id);
    if (!next) {
      if (sequences > MOST_SEQUENCES) return false;
      next = newSequence();
      sequence.next.set(id, next);
    }
    sequence = next;
  }
  if (sequence.clean === undefined) {
    const faults: Fault[] = [];
    const repeated = checkRules(elements, ais, faults);
    sequence.clean = !repeated && faults.length === 0 && ais.every(({ ai }) => ai !== '8030');
  }
  return sequence.clean;
}
