// Taking an own entry back: the author of one of several entries that contradict each other gives way.
import { EVENT } from '../../custody/events/all.ts';
import { typesThat } from '../../custody/events/index.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import type { Life, Step } from '../../custody/life.ts';
import { isCustodian, seenBy } from '../../custody/own-line.ts';
import { PedigreeError } from '../../errors.ts';
import { phrase, say } from '../../words/en/steps.ts';
import { type Said, sentence } from '../../words/say.ts';
import type { Goods } from '../items/goods.ts';
import { packsIn } from '../items/lots.ts';
import { recordGoods } from '../judging/record-goods.ts';
import type { Home } from '../node/home.ts';
import { partyName } from '../node/party-text.ts';
import type { Knowledge } from '../record/knowledge.ts';
import type { WriteTx, Written } from '../record/write.ts';
import { listed } from './incoming.ts';

export interface RetractRequest {
  /** `CHAIN/SEQ`. */
  readonly event: string;
  readonly reason: string;
  readonly note?: string;
}

export interface RetractData extends Written {
  /** The entry that was taken back. */
  readonly retracted: string;
  readonly type: string;
  readonly packs: number;
}

/** Entries that say where goods are; to take anything else back would change nothing. */
const STEPS: readonly string[] = typesThat(({ moves }) => moves !== undefined);

/**
 * Takes back an entry of the own chain that another one contradicts, or a receipt of what is not here. It counts only as long
 * as nobody else has gone on from it.
 * @throws not-found (66), usage (2) without a reason, wrong-state (14) where it would change nothing or comes too late
 */
export function retract(home: Home, request: RetractRequest): RetractData {
  const { reason, note } = request;
  if (reason.trim() === '') throw new PedigreeError('usage', say('say-why-reason-t'));
  const what = { command: 'retract', ...(note === undefined ? {} : { note }) };
  return recordGoods(home, what, (tx) => {
    const event = ownEvent(tx, request.event);
    const goods = goodsOf(tx.known, event);
    const answer = { retracted: event.ref, type: event.leaf.type, packs: packsIn(tx.known, goods) };
    if (tx.view.retracted(event)) {
      tx.already();
      return answer;
    }
    for (const one of goods) mustBeOpen(tx.known, event, one);
    if (event.leaf.type !== EVENT.receive.type && !goods.some(({ life }) => isContradicted(life, event))) {
      throw new PedigreeError('wrong-state', say('nothing-contradicts-to-take'), {
        hint: undoOf(event),
      });
    }
    tx.add({ type: EVENT.retract.type, public: { seq: event.leaf.seq }, private: { reason } });
    return answer;
  });
}

function undoOf({ ref, leaf }: CustodyEvent): string {
  if (leaf.type === EVENT.ship.type) return phrase('void-reason-t-takes', { ref });
  return sentence(UNDO[leaf.type] ?? say('show-shows-what-recorded', { ref }));
}

const UNDO: Readonly<Record<string, Said>> = {
  dispense: say('reinstate-not-supplied-reason'),
  quarantine: say('release-ends-quarantine'),
  missing: say('found-records'),
};

function ownEvent({ view, known }: WriteTx, ref: string): CustodyEvent {
  const event = view.event(ref.trim());
  if (event === undefined) {
    throw new PedigreeError('not-found', say('no-event-here', { ref }), { hint: say('log-shows-own-ones') });
  }
  if (event.chain !== known.self.chain) {
    const own = event.author?.gln === known.self.gln;
    throw new PedigreeError('wrong-state', own ? say('another-till-s-entry') : say('not-entry-of-this'), {
      hint: own ? say('entry-taken-back') : say('only-can-take-back', { known: nameOf(known, event) }),
    });
  }
  if (!STEPS.includes(event.leaf.type)) {
    throw new PedigreeError('wrong-state', say('event-not-taken-back', { type: event.leaf.type }));
  }
  return event;
}

function nameOf(known: Knowledge, event: CustodyEvent): string {
  return event.author === undefined ? phrase('its-author') : partyName(known.view, event.author.gln);
}

/** What an own entry is about, from the words that the own keys open. */
function goodsOf(known: Knowledge, event: CustodyEvent): readonly Goods[] {
  const items = known.manifest(event)?.items ?? known.private(event)?.items;
  return (listed(known, items) ?? []).flatMap((make) => (make === undefined ? [] : [make()]));
}

/** The steps of every way to read a life on which this event stands, from it on. */
function* following(life: Life, { ref }: CustodyEvent): Iterable<readonly Step[]> {
  const ways = life.lines?.map(({ way }) => way.map(({ step }) => step)) ?? [life.steps];
  for (const steps of ways) {
    const at = steps.findIndex(({ events }) => events.some((one) => one.ref === ref));
    if (at >= 0) yield steps.slice(at + 1);
  }
}

function mustBeOpen(known: Knowledge, event: CustodyEvent, { input, life }: Goods): void {
  const { gln } = known.self;
  for (const steps of following(life, event)) {
    const other = steps.find((step) => step.event.author !== undefined && step.event.author.gln !== gln);
    if (other === undefined) continue;
    const who = nameOf(known, other.event);
    throw new PedigreeError('wrong-state', say('too-late-has-gone', { input, who }), {
      hint: say('what-another-party-has'),
    });
  }
  if (event.leaf.type !== EVENT.receive.type || isCustodian(seenBy(life, gln).life.effective, gln)) return;
  throw new PedigreeError('wrong-state', say('party-does-not-have', { input }), {
    hint: say('receipt-taken-back'),
  });
}

/** Whether something else is recorded at its step. */
function isContradicted(life: Life, { ref }: CustodyEvent): boolean {
  if (life.lines !== undefined) return true;
  return life.findings.some((finding) => finding.event === ref) || isBesides(life, ref);
}

function isBesides({ steps, findings }: Life, ref: string): boolean {
  const stands = steps.some(({ events }) => events.some((event) => event.ref === ref));
  return stands && findings.some(({ reason }) => reason === 'own-conflict' || reason === 'loss-overtaken');
}
