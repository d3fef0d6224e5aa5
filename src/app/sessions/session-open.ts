// What a session needs before its first scan: the folder, the judge, and every refusal that can be told now.

import { PedigreeError } from '../../errors.ts';
import { say } from '../../words/en/sessions.ts';
import { resolveItems, resolveParty, shipmentNamed } from '../items/resolve.ts';
import { newSscc, prefixFor } from '../items/sscc.ts';
import type { Env } from '../node/env.ts';
import { type Home, openHome } from '../node/home.ts';
import { partyName } from '../node/party-text.ts';
import { mustHaveAll } from '../node/reading.ts';
import { outsideAmong } from '../outside/receive-goods.ts';
import { catchUp } from '../record/inventory.ts';
import { type Knowledge, knowledgeOf } from '../record/knowledge.ts';
import type { Ways } from '../scans/identify.ts';
import { waysOf } from '../scans/typed.ts';
import { containerNamed } from '../steps/pack.ts';
import { mustHaveRole } from '../steps/record-step.ts';
import { goodsJudge, type ScanJudge, verifyingJudge } from './session-judge.ts';
import type { Delivery } from './session-outside.ts';
import type { SessionRequest } from './session-request.ts';

export interface OpenedSession {
  /** Absent where nothing will be recorded and no key is needed. */
  readonly home?: Home;
  /** With names and numbers made definite. */
  readonly request: SessionRequest;
  /** Who goods are shipped to, by name. */
  readonly toName?: string;
  /** In all that is announced. */
  readonly packs?: number;
  readonly judge: ScanJudge;
  /** How the scanners here type what they read. */
  readonly ways: Ways;
  close(): void;
}

/** @throws usage (2), no-party (66), not-allowed (77), and what parties and items cannot be found for */
export function openSession(
  env: Env,
  request: SessionRequest,
  strict: boolean,
  deliveries: readonly Delivery[],
): OpenedSession {
  const { mode } = request;
  if (mode === 'verify') {
    const judge = verifyingJudge(env, strict);
    return { request, judge, ways: judge.ways, close: () => judge.close() };
  }
  const home = mustHaveAll(openHome(env, { readOnly: mode === 'stock-take' }));
  try {
    if (mode !== 'stock-take') home.ledger.write((local, view) => catchUp(knowledgeOf(home, view, local)));
    const definite = checked(home, request, deliveries);
    const { to } = definite;
    const judge = goodsJudge(home, mode, deliveries, definite.shipment);
    return {
      home,
      request: definite,
      ...(to === undefined ? {} : { toName: home.ledger.read((view) => partyName(view, to)) }),
      ...(mode === 'receive' ? { packs: judge.expected.reduce((sum, { packs }) => sum + packs, 0) } : {}),
      judge,
      ways: waysOf(home.ledger.local),
      close: () => home.close(),
    };
  } catch (error) {
    home.close();
    throw error;
  }
}

/** All that can be refused before the first scan is refused now, not after an afternoon of scanning. */
function checked(home: Home, request: SessionRequest, deliveries: readonly Delivery[]): SessionRequest {
  const { mode, to, into, missing = [], damaged = [] } = request;
  if (mode === 'stock-take') return request;
  return home.ledger.read((view) => {
    const known = knowledgeOf(home, view);
    mustHaveRole({ view, known }, mode);
    const named = [...missing, ...damaged];
    const outside = mode === 'receive' ? outsideAmong(home, named) : new Set();
    resolveItems(
      known,
      named.filter((scan) => !outside.has(scan)),
    );
    if (mode === 'receive') return { ...request, ...deliveryOf(known, request, deliveries) };
    if (mode === 'ship') return { ...request, to: resolveParty(view, to ?? '').gln };
    if (mode !== 'pack') return request;
    // A number of its own from the start: a session taken up again fills the same container.
    const isNew = into === 'new';
    const name = isNew
      ? newSscc(home.env.random, known, prefixFor(home, known, undefined))
      : containerNamed(known, into ?? '');
    return { ...request, into: name };
  });
}

/** The one delivery that is meant, by its ref or the hash of its file. @throws not-found (66), and as `shipmentNamed` */
function deliveryOf(
  known: Knowledge,
  { shipment }: SessionRequest,
  deliveries: readonly Delivery[],
): Pick<SessionRequest, 'shipment'> {
  if (shipment === undefined) return {};
  const name = shipment.trim();
  const [file] = deliveries.filter(({ document }) => name.length >= 8 && document.startsWith(name.toLowerCase()));
  if (file !== undefined) return { shipment: file.document };
  const found = shipmentNamed(known, name);
  if (found?.to === known.self.gln) return { shipment: found.ref };
  throw new PedigreeError('not-found', say('no-such-delivery', { shipment: name }), { hint: say('incoming-lists') });
}
