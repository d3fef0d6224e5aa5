// The judges of a session: what was expected, and who looks at each scan.
import { hex } from '../../chain/bytes.ts';
import { PedigreeError } from '../../errors.ts';
import type { View } from '../../ledger/types.ts';
import { nameOf } from '../items/goods.ts';
import { packsIn } from '../items/lots.ts';
import { refusedDelivery } from '../items/refusals.ts';
import { shipmentsUnderWay } from '../judging/done-shipments.ts';
import { stockIndex } from '../judging/stock-index.ts';
import { HERE } from '../judging/stock-state.ts';
import type { Home } from '../node/home.ts';
import { mustHaveAll, openReading } from '../node/reading.ts';
import { outsideAmong } from '../outside/receive-goods.ts';
import { catchUp } from '../record/inventory.ts';
import { type Knowledge, knowledgeOf } from '../record/knowledge.ts';
import { AskedAgain } from '../scans/asked-again.ts';
import type { ScanLabel, Ways } from '../scans/identify.ts';
import { livesIn } from '../scans/settle.ts';
import { waysOf } from '../scans/typed.ts';
import { outstanding } from '../steps/incoming.ts';
import { questionOf } from '../verdict/verify.ts';
import { ASK_AGAIN } from '../verdict/verify-kept.ts';
import { goodsLook, shipmentLook } from './session-goods.ts';
import type { Expected, ScanAnswer } from './session-look.ts';
import { type Delivery, expectedOutside, fileLook, outsideLook } from './session-outside.ts';
import type { Mode } from './session-request.ts';
import { errorLook, verdictLook } from './session-verdict.ts';

export interface ScanJudge {
  readonly expected: readonly Expected[];
  /** How many things are expected; in stock-taking packs, of which no list is kept. */
  readonly count: number;
  /** In order. */
  looks(scans: readonly string[]): Promise<readonly ScanAnswer[]>;
  /** Whether such a pack was made, as far as is known here. */
  knows(label: ScanLabel): boolean;
}

/** The judge of a session that writes nothing and needs no key. */
export function verifyingJudge(env: Home['env'], strict: boolean): ScanJudge & { readonly ways: Ways; close(): void } {
  const reading = mustHaveAll(openReading(env));
  const options = { strict, at: undefined, maxAge: undefined };
  let ask = reading.ledger.read((view) => questionOf(reading, view, options));
  let asked = performance.now();
  const again = new AskedAgain();
  return {
    expected: [],
    count: 0,
    ways: waysOf(reading.ledger.local),
    close: () => reading.close(),
    knows: (label) => reading.ledger.read((view) => wasMade(view, label)),
    looks: async (scans) => {
      if (performance.now() - asked > ASK_AGAIN) {
        ask = reading.ledger.read((view) => questionOf(reading, view, options));
        asked = performance.now();
      }
      const looks: ScanAnswer[] = [];
      for (const text of scans) looks.push(await verdictLook(reading, text, ask, strict, again));
      return looks;
    },
  };
}

/**
 * The judge of a session that acts on goods, or counts them: reads with the own keys what is in containers.
 * @param only the delivery that is received, where it is one of several
 */
export function goodsJudge(
  home: Home,
  mode: Exclude<Mode, 'verify'>,
  deliveries: readonly Delivery[] = [],
  only?: string,
): ScanJudge {
  const knowing = <T>(fn: (known: Knowledge) => T): T =>
    home.ledger.read((view) => {
      const known = knowledgeOf(home, view);
      catchUp(known);
      return fn(known);
    });
  const coming = mode === 'receive' ? [...knowing(announcedHere), ...expectedOutside(deliveries)] : [];
  const expected = only === undefined ? coming : coming.filter(({ shipment }) => shipment === only);
  const again = new AskedAgain();
  const announced = new Set(expected.map(({ key }) => key));
  const count = mode === 'stock-take' ? knowing(countStock) : expected.length;
  return {
    expected,
    count,
    knows: (label) => home.ledger.read((view) => wasMade(view, label)),
    looks: async (scans) => {
      const outside = mode === 'receive' ? await looksOutside(home, deliveries, scans) : [];
      return knowing((known) =>
        scans.map((text, at) => {
          const found = outside[at];
          if (found !== undefined) return found;
          try {
            const shipment = mode === 'receive' ? shipmentLook(known, text, only) : undefined;
            return shipment ?? goodsLook(known, mode, text, { announced, only }, again.times(text));
          } catch (error) {
            again.note(text, error);
            if (error instanceof PedigreeError) return errorLook(error, text);
            throw error;
          }
        }),
      );
    },
  };
}

/** Of each scan what it is as goods of the world outside; undefined for those of the network. */
async function looksOutside(
  home: Home,
  deliveries: readonly Delivery[],
  scans: readonly string[],
): Promise<readonly (ScanAnswer | undefined)[]> {
  const out = outsideAmong(home, scans);
  const options = { strict: false, at: undefined, maxAge: undefined };
  const ask = out.size === 0 ? undefined : home.ledger.read((view) => questionOf(home, view, options));
  const looks: (ScanAnswer | undefined)[] = [];
  for (const text of scans) {
    const file = fileLook(deliveries, text);
    if (file !== undefined || ask === undefined || !out.has(text)) looks.push(file);
    else looks.push(outsideLook(home, deliveries, text, await verdictLook(home, text, ask, false, new AskedAgain())));
  }
  return looks;
}

function wasMade(view: View, label: ScanLabel): boolean {
  // Numbers alone: no keyboard makes another right one of them.
  return label.kind === 'unit' || livesIn(view)(label).commission !== undefined;
}

/** Every outermost thing on its way here, but for what was refused. */
function announcedHere(known: Knowledge): readonly Expected[] {
  return shipmentsUnderWay(known)
    .filter((shipment) => shipment.to === known.self.gln)
    .flatMap((shipment) => {
      const goods = outstanding(known, shipment);
      if (goods.length === 0 || refusedDelivery(known, shipment) !== undefined) return [];
      return goods.map((one) => ({
        key: hex(one.item.key),
        name: nameOf(one.is),
        packs: packsIn(known, [one]),
        shipment: shipment.ref,
      }));
    });
}

function countStock(known: Knowledge): number {
  return stockIndex(known)
    .lots()
    .reduce((sum, { counts }) => HERE.reduce((all, state) => all + (counts.states[state] ?? 0), sum), 0);
}
