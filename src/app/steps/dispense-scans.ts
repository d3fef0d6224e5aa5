// Scans that are dispensed as they come, a line for each: what was recorded, or the verdict that forbids it.
import { productOf } from '../../custody/lot.ts';
import type { Verdict } from '../../custody/verdict.ts';
import { PedigreeError } from '../../errors.ts';
import type { Home } from '../node/home.ts';
import { wholeScans } from '../scans/halves.ts';
import type { Scan, Unreadable } from '../scans/scans.ts';
import { CONTESTED, type DispenseAnswer, type DispenseRequest, dispense } from './dispense.ts';

/** One scan's answer as a line: what was written, or the verdict that forbids it. */
export interface DispensedScan {
  readonly n: number;
  readonly input: string;
  readonly exit: number;
  readonly data: object;
  readonly error?: PedigreeError;
}

/**
 * Dispenses scans as they come, each in a commit of its own; with a `once` key all of them in one, which is repeated as one.
 * @throws as `dispense`
 * @example
 * ```ts
 * import { dispenseScans, makeEnv, openHome } from 'pedigree';
 *
 * async function* scanned() {
 *   yield { n: 1, input: 'counter', text: '(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123' };
 * }
 * const hill = openHome(makeEnv({ home: '/var/lib/hill' }));
 * for await (const { input, exit, data } of dispenseScans(hill, scanned(), { ref: 'Rx 4711' })) {
 *   console.log(input, exit === 0 ? 'supplied' : data);
 * }
 * ```
 */
export async function* dispenseScans(
  home: Home,
  scans: AsyncIterable<Scan | Unreadable>,
  request: DispenseRequest,
): AsyncIterable<DispensedScan> {
  const whole = wholeScans(scans);
  if (request.once === undefined) {
    for await (const scan of whole) {
      if ('error' in scan) yield { n: scan.n, input: scan.input, exit: scan.error.exit, data: {}, error: scan.error };
      else yield* linesOf(home, [scan], dispense(home, [scan.text], request));
    }
    return;
  }
  const all: Scan[] = [];
  for await (const scan of whole) {
    if ('error' in scan) throw scan.error;
    all.push(scan);
  }
  yield* linesOf(
    home,
    all,
    dispense(
      home,
      all.map((scan) => scan.text),
      request,
    ),
  );
}

/** What was supplied is named whether or not there was something to say of it. */
function productNamed(home: Home, gtin: string): Pick<Verdict, 'product'> {
  const product = home.ledger.read((view) => productOf(gtin, view));
  if (product === undefined) return {};
  const { name, strength, form } = product;
  return {
    product: { name, ...(strength === undefined ? {} : { strength }), ...(form === undefined ? {} : { form }) },
  };
}

function* linesOf(home: Home, scans: readonly Scan[], answer: DispenseAnswer): Iterable<DispensedScan> {
  const { lines, event: _, ...written } = answer;
  for (const [at, line] of lines.entries()) {
    const { n, input } = scans[at] ?? { n: at + 1, input: '' };
    if ('error' in line) {
      const { code, message, hint } = line.error;
      const error = new PedigreeError(code, message, hint === undefined ? {} : { hint });
      yield { n, input, exit: line.exit, data: {}, error };
      continue;
    }
    const { exit, verdict, ...rest } = line;
    const code = verdict?.confirm === true ? CONTESTED.code : verdict?.reasons[0]?.code;
    const worst = line.result === 'refused' ? { code } : {};
    // The exit is this line's: a verdict that forbids it now does not decide what is recorded later.
    const { exit: _judged, ...told }: Partial<Verdict> = verdict ?? {};
    const named = told.product === undefined ? productNamed(home, rest.item.gtin) : {};
    yield { n, input, exit, data: { ...written, ...told, ...named, ...rest, ...worst } };
  }
}
