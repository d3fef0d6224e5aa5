// Facts that wait: a pack was dispensed although the event of its delivery had not arrived (DESIGN §5.2).
import { hex } from '../../chain/bytes.ts';
import type { Json, JsonObject } from '../../chain/canonical.ts';
import type { Life } from '../../custody/life.ts';
import type { Verdict } from '../../custody/verdict.ts';
import { type ErrorCode, PedigreeError } from '../../errors.ts';
import type { Local } from '../../ledger/types.ts';
import { say } from '../../words/en/steps.ts';
import { readConfig } from '../node/config.ts';
import type { Home } from '../node/home.ts';
import { unlessDamaged } from '../node/reading.ts';
import type { Knowledge } from '../record/knowledge.ts';

/** One fact that waits. */
export interface Pending {
  readonly id: string;
  readonly command: string;
  /** The scan. */
  readonly item: string;
  readonly gtin?: string;
  readonly serial?: string;
  /** When the goods were supplied, ISO 8601 UTC. */
  readonly since: string;
  /** Why it could not be recorded, as a reason of the verdict table. */
  readonly reason: string;
  readonly tries: number;
  readonly ref?: string;
}

/** What speaks against a supply for want of news alone. */
export const MISSED: readonly string[] = [
  'in-transit-elsewhere',
  'not-in-your-custody',
  'unknown-lot',
  'unknown-product',
  'incomplete-knowledge',
];

/**
 * Whether a dispense may wait for the delivery's event: nothing but custody speaks against it, and the last known
 * custodian has not been heard from for longer than `max-age`.
 */
export function mayWait(known: Knowledge, life: Life, verdict: Verdict): boolean {
  const stops = verdict.reasons.filter((reason) => reason.status !== 'caution');
  if (life.commission === undefined || stops.some((reason) => !MISSED.includes(reason.code))) return false;
  const { effective } = life;
  const custodian = effective.at === 'transit' ? effective.to : 'holder' in effective ? effective.holder : undefined;
  // Nothing stands against it but that this folder may not write now.
  if (stops.length === 0) return true;
  if (custodian === undefined) return false;
  const { maxAge } = readConfig(known.home.ledger.local);
  const chains = known.view.authority().party(custodian)?.chains ?? [];
  return chains.every(({ chain }) => known.now - (known.view.chain(chain)?.seen ?? 0) > maxAge);
}

/** Where a fact is kept; without `local` it is only told that it would be. */
interface ForLater {
  readonly known: Knowledge;
  readonly local?: Local | undefined;
  readonly random: (n: number) => Uint8Array;
}

/** Keeps the fact that a pack was supplied, where `local` is given. @returns its id in the outbox */
export function putInOutbox(
  { known, local, random }: ForLater,
  fact: { readonly scan: string; readonly verdict: Verdict; readonly ref?: string; readonly why?: ErrorCode },
): string {
  const { env } = known.home;
  const { gtin = '', serial = '' } = fact.verdict.item;
  const id = hex(random(4));
  const [worst] = fact.verdict.reasons.filter((reason) => reason.status !== 'caution');
  local?.outbox.put(id, {
    command: 'dispense',
    item: fact.scan,
    gtin,
    serial,
    since: known.now,
    reason: worst?.code ?? fact.why ?? 'chain-behind',
    tries: 0,
    ...(fact.ref === undefined ? {} : { ref: fact.ref }),
    ...(env.operator === undefined ? {} : { operator: env.operator }),
  });
  return id;
}

/** The setting that keeps what was cancelled and why: nothing vanishes. */
const CANCELLED = 'outbox-cancelled';

/** What waits, oldest first. */
export function listOutbox(home: Home): { readonly pending: readonly Pending[] } {
  const pending = home.ledger.local.outbox.list().map(({ key, value }) => pendingOf(key, value));
  return { pending: pending.sort((a, b) => (a.since < b.since ? -1 : 1)) };
}

function pendingOf(id: string, value: Json): Pending {
  const { command, item, gtin, serial, since, reason, tries, ref } = value as JsonObject;
  return {
    id,
    command: String(command),
    item: String(item),
    ...(typeof gtin === 'string' ? { gtin } : {}),
    ...(typeof serial === 'string' ? { serial } : {}),
    since: new Date(Number(since)).toISOString(),
    reason: String(reason),
    tries: Number(tries),
    ...(typeof ref === 'string' ? { ref } : {}),
  };
}

/**
 * Takes a fact back that was never so; it is kept with the reason.
 * @throws not-found (66), usage (2) without a reason
 */
export function cancelOutbox(
  home: Home,
  id: string,
  reason: string,
): { readonly cancelled: string; readonly pending: readonly Pending[] } {
  if (reason.trim() === '') throw new PedigreeError('usage', say('say-why-reason-t'));
  const { outbox } = home.ledger.local;
  if (!outbox.has(id))
    throw new PedigreeError('not-found', say('nothing-waits-under', { id }), { hint: say('outbox') });
  if (!home.env.dryRun) {
    home.ledger.write((local) => {
      const fact = unlessDamaged(() => local.outbox.get(id)) ?? 'damaged';
      local.outbox.delete(id);
      const before = local.setting(CANCELLED);
      const kept = Array.isArray(before) ? before : [];
      local.setSetting(CANCELLED, [...kept, { id, reason, at: home.env.clock(), was: fact }]);
    });
  }
  return { cancelled: id, pending: listOutbox(home).pending };
}
