// Telling the maker and the regulators of a suspect pack: a sealed event that only they can open.
import type { JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import { REASONS } from '../../custody/reasons.ts';
import type { ReportFinding } from '../../custody/report-words.ts';
import { packGoods } from '../items/resolve.ts';
import { refusedFor } from '../judging/standing.ts';
import type { Env } from '../node/env.ts';
import { checkedText } from '../node/names.ts';
import { openToRecord } from '../record/recording.ts';
import { record, type WriteTx, type Written } from '../record/write.ts';
import { labelOfScan, type PackLabel } from '../scans/identify.ts';
import { waysAt } from '../scans/typed.ts';

export interface ReportAnswer extends Written {
  readonly as: string;
  readonly item: object;
  /** Names of the parties that can read it. */
  readonly to: readonly string[];
}

/**
 * Reports one pack. What was seen goes to the GTIN's makers and to all regulators, sealed. The same words again are `already`
 * recorded, as long as nothing else was said of the pack from here.
 * @throws not-gs1 (65) where the scan names no pack, and what recording throws
 * @example
 * ```ts
 * import { makeEnv, report } from 'pedigree';
 *
 * const env = makeEnv({ home: '/var/lib/hill' });
 * await report(env, '(01)09506000134352(21)FAKE01', { as: 'suspect', note: 'print is blurred' });
 * ```
 */
export async function report(
  env: Env,
  scan: string,
  said: { readonly as: ReportFinding; readonly note: string },
): Promise<{ readonly data: ReportAnswer }> {
  const label = labelOfScan(scan, () => waysAt(env));
  const note = checkedText(said.note, 'note', 2000);
  const { kind: _, ...item } = label;
  const home = await openToRecord(env);
  try {
    const data = record(home, { command: 'report', request: { as: said.as, raw: scan, note } }, (tx) => {
      const authority = tx.view.authority();
      const makers = label.kind === 'pack' ? authority.makersOf(label.gtin) : [];
      const readers = new Map([...makers, ...authority.regulators()].map((party) => [party.gln, party.name]));
      const answer = { as: said.as, item, to: [...readers.values()] };
      const before = lastWord(tx, item);
      if (before !== undefined && before.as === said.as && before.note === note) {
        tx.already(before.event);
        return answer;
      }
      const body: JsonObject = { as: said.as, raw: scan, item: { ...item }, note };
      if (label.kind === 'pack' && said.as !== 'cleared') warnOfMissingNews(tx, label);
      tx.add({ type: EVENT.report.type, public: {}, manifest: body, partners: makers.map((maker) => maker.gln) });
      return answer;
    });
    return { data };
  } finally {
    home.close();
  }
}

/** What was said last from this folder of what a scan names. The same again would be a second alert at each reader. */
function lastWord({ known, view }: WriteTx, item: object) {
  const nameOf = (some: unknown) => JSON.stringify(Object.entries(some ?? {}).toSorted());
  const name = nameOf(item);
  let last: { readonly event: string; readonly as: unknown; readonly note: unknown } | undefined;
  for (const event of view.eventsOf([EVENT.report.type], { chain: known.home.self.chain })) {
    const said = known.manifest(event);
    if (nameOf(said?.item) === name) last = { event: event.ref, as: said?.as, note: said?.note };
  }
  return last;
}

/** Who holds the pack may see what no ledger does, so it is reported; that nothing is known of it here is no reason to. */
function warnOfMissingNews({ known, warn }: WriteTx, label: PackLabel): void {
  const { gtin, serial, lot = '', expiry = '' } = label;
  const goods = packGoods(known, { kind: 'pack', gtin, serial, lot, expiry }, serial);
  if (goods.life.state.at !== 'none') return;
  const { exit, reason, hint } = refusedFor(known, { ...goods, label }, 'unknown');
  if (exit === REASONS['unknown-product'].exit) warn(`${reason}. ${hint}`);
}
