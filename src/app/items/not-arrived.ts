// What has not arrived here, by name: the event, the pages or the delivery that would tell of goods.
import type { Bytes } from '../../chain/bytes.ts';
import { EVENT_REF } from '../../custody/event-ref.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { saySpan, templateOf } from '../../custody/tell.ts';
import { PedigreeError } from '../../errors.ts';
import { phrase, say } from '../../words/en/items.ts';
import { say as told } from '../../words/en/told.ts';
import { partyAndContact } from '../node/party-text.ts';
import { awaited, knownContainer, packedBy } from '../record/containers-known.ts';
import type { Knowledge } from '../record/knowledge.ts';

/** Why an SSCC means nothing here, for want of what: as a verdict tells it after its own words. */
export function lackingFor(known: Knowledge, sscc: string): string {
  const [filling] = awaited(known);
  if (filling !== undefined) return phrase('pack-event-which-delivery', { filling });
  const cut = known.view.incomplete() ? unreadableShipment(known) : undefined;
  if (cut !== undefined) return phrase('shipment-not-whole', { ref: cut.ref, known: authorOf(known, cut) });
  return phrase('no-delivery-to-here', { sscc });
}

/** What is missing of how a container was filled, where that can be told. */
export function lackingOf(known: Knowledge, key: Bytes): string | undefined {
  const fillings = knownContainer(known, key)?.fillings ?? [];
  const missing = fillings.find((filling) => packedBy(known, filling) === undefined);
  return missing && phrase('pack-event-has', { event: missing.event });
}

/** An SSCC that nothing here names: it belongs elsewhere, or its delivery has not arrived; nobody here can tell which. */
export function notNamed(known: Knowledge, sscc: string): PedigreeError {
  return new PedigreeError(
    'not-yet-known',
    told('lacking', { text: templateOf('reasons', 'incomplete-knowledge'), lacking: lackingFor(known, sscc) }),
    {
      hint: say('not-arrived-advice', { advice: templateOf('advice', 'incomplete-knowledge'), known: heard(known) }),
    },
  );
}

/**
 * Why the ref of an event is no shipment from or to here: it has not arrived (19), it is somebody else's (14), or it is
 * another kind of event (66).
 */
export function noShipment(known: Knowledge, ref: string): PedigreeError {
  const { view } = known;
  const [, chain = '', seq = ''] = EVENT_REF.exec(ref) ?? [];
  const event = view.event(ref);
  if (event === undefined) {
    const party = view.authority().partyOf(chain);
    const size = view.chain(chain)?.size;
    const here = size === undefined ? phrase('nothing-of-chain-here') : phrase('chain-here-up', { size: size - 1 });
    const of = party === undefined ? '' : phrase('of', { party: party.name });
    return new PedigreeError('not-yet-known', say('event-has-not-arrived', { seq, of, here }), {
      hint: say('sync-try-again', { known: heard(known) }),
    });
  }
  if (event.leaf.type !== EVENT.ship.type) {
    return new PedigreeError('not-found', say('no-shipment-event', { ref, type: event.leaf.type }), {
      hint: say('incoming'),
    });
  }
  const who = event.author === undefined ? authorOf(known, event) : partyAndContact(view, event.author.gln);
  if (known.granted(event)?.km === undefined) {
    return new PedigreeError('wrong-state', say('not-yours-shipment', { known: authorOf(known, event) }), {
      hint: say('do-not-open', { who }),
    });
  }
  return new PedigreeError('not-yet-known', say('shipment-not-whole', { ref, known: authorOf(known, event) }), {
    hint: say('sync-try-again', { known: heard(known) }),
  });
}

/** A shipment to here of which pages are missing. */
function unreadableShipment(known: Knowledge): CustodyEvent | undefined {
  for (const event of known.view.eventsOf([EVENT.ship.type])) {
    if (event.author?.gln === known.self.gln || known.granted(event)?.km === undefined) continue;
    if (known.manifest(event) === undefined) return event;
  }
  return undefined;
}

function authorOf({ view }: Knowledge, event: CustodyEvent): string {
  return event.author?.name ?? view.authority().partyOf(event.chain)?.name ?? event.chain;
}

function heard({ stands: { fresh }, now }: Knowledge): string {
  return fresh.oldest === undefined
    ? phrase('nothing-ever-heard')
    : phrase('last-heard-from-others', { max: saySpan(Math.max(0, now - fresh.oldest)) });
}
