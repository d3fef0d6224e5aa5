// The list of scans that a mint writes for the printer, one pack a line.
import { Buffer } from 'node:buffer';
import { EVENT } from '../../custody/events/all.ts';
import { saidIn } from '../../custody/events/said.ts';
import type { CustodyEvent } from '../../custody/evidence.ts';
import { PedigreeError, wordsOf } from '../../errors.ts';
import { scanText } from '../../gs1/index.ts';
import { foreseeOut, type Out, type OutOptions, openOut } from '../../sync/out-stream.ts';
import { isStorageFailure } from '../../system-errors.ts';
import { say } from '../../words/en/items.ts';
import type { Env } from '../node/env.ts';
import type { Home } from '../node/home.ts';
import { ownSerials } from '../record/inventory-made.ts';
import { type Knowledge, knowledgeOf } from '../record/knowledge.ts';
import type { Written } from '../record/write.ts';

/** The packs of one mint. */
export interface MintedLot {
  readonly gtin: string;
  readonly lot: string;
  readonly expiry: string;
  readonly count: number;
}

const SCAN_LIST: OutOptions = {
  kind: say('list-of-scans'),
  isKind: (start) => Buffer.from(start).toString('latin1').startsWith(']d2'),
};

/**
 * The file is begun before anything is commissioned and appears when it is whole, so that nobody prints half a lot. A dry run
 * only looks whether it could be there.
 * @throws cannot-create
 */
export function openScanList(path: string, { dryRun, stdout }: Env): Out | undefined {
  if (!dryRun) return openOut(path, SCAN_LIST, stdout);
  foreseeOut(path, SCAN_LIST, stdout);
  return undefined;
}

/** Writes the scans of the packs that were commissioned by what was written here. @throws io-failed */
export function writeOut(home: Home, out: Out, written: Written, lot: MintedLot, once: boolean): void {
  const { event, at, already } = written;
  if (event === undefined) return;
  try {
    writeScans(home, event, lot, out);
    out.keep();
  } catch (cause) {
    if (!isStorageFailure(cause)) throw cause;
    throw new PedigreeError(cause.code, say('commissioned-but', { why: wordsOf(cause) }), {
      hint: once ? say('make-room-same-key') : say('make-room-list-items'),
      detail: { recorded: true, event, at, already },
      cause,
    });
  }
}

const LINES_AT_ONCE = 5_000;

function writeScans(home: Home, first: string, minted: MintedLot, out: Out): void {
  const { gtin, lot, expiry } = minted;
  home.ledger.read((view) => {
    const known = knowledgeOf(home, view);
    let lines: string[] = [];
    for (const event of piecesFrom(known, first, minted)) {
      for (const serial of ownSerials(known, event)) {
        lines.push(scanText({ gtin, lot, expiry, serial }));
        if (lines.length < LINES_AT_ONCE) continue;
        out.write(`${lines.join('\n')}\n`);
        lines = [];
      }
    }
    if (lines.length > 0) out.write(`${lines.join('\n')}\n`);
  });
}

/** The commissioning events of one mint: its first, and those that follow until all packs are there. */
function* piecesFrom(known: Knowledge, first: string, { gtin, lot, count }: MintedLot): Iterable<CustodyEvent> {
  const begins = known.view.event(first);
  const from = begins?.leaf.seq ?? 0;
  let left = count;
  for (const event of known.view.eventsOf([EVENT.commission.type], { chain: begins?.chain ?? known.self.chain })) {
    const made = event.leaf.seq < from ? undefined : saidIn(EVENT.commission, event.leaf);
    if (made === undefined || made.gtin !== gtin || made.lot !== lot) continue;
    if (left <= 0) return;
    left -= made.count;
    yield event;
  }
}
