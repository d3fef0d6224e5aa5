// Serials made elsewhere, before they are commissioned: whether each is one, stands once, and was never made.
import { Buffer } from 'node:buffer';
import { type Bytes, b64u } from '../../chain/bytes.ts';
import { itemToken, packKey } from '../../chain/item-key.ts';
import { sortTokens } from '../../chain/mint.ts';
import { type ErrorCode, MOST_LISTED, PedigreeError } from '../../errors.ts';
import { phrase, say } from '../../words/en/steps.ts';
import { isSerial, repeatsIn } from '../items/serials.ts';
import type { ManyTexts } from '../items/text-list.ts';
import type { WriteTx } from '../record/write.ts';

const TOKEN = 16;

interface BadSerial {
  /** Its line, counted from 1. */
  readonly n: number;
  readonly input: string;
  readonly code: ErrorCode;
  readonly reason: string;
}

/** The first hundred of what may be millions, and how many there are. */
class BadSerials {
  readonly items: BadSerial[] = [];
  total = 0;

  add(at: number, input: string, code: ErrorCode, reason: () => string): void {
    if (this.total++ < MOST_LISTED) this.items.push({ n: at + 1, input, code, reason: reason() });
  }
}

/** @throws bad-input (65) where one is no serial number or repeats another one, with `items[]{n,input,code,reason}` */
export function checkSerials(serials: ManyTexts): void {
  if (serials.length === 0) throw new PedigreeError('bad-input', say('no-serial-number-among'));
  const repeats = new Map(repeatsIn(serials));
  const bad = new BadSerials();
  let at = 0;
  for (const serial of serials) {
    const before = repeats.get(at);
    const line = at + 1;
    if (!isSerial(serial)) bad.add(at, serial, 'bad-input', () => phrase('line-no-serial-number', { at: line }));
    else if (before !== undefined)
      bad.add(at, serial, 'bad-input', () => phrase('line-repeats-line', { at: line, before: before + 1 }));
    at++;
  }
  const { items, total } = bad;
  const [first] = items;
  if (first === undefined) return;
  const { reason } = first;
  throw new PedigreeError(
    'bad-input',
    total === 1 ? reason : say('of-serials-cannot-taken', { count: total, reason }),
    { hint: say('serial-number-has-1'), detail: { items, total } },
  );
}

interface Stretch {
  readonly serials: ManyTexts;
  readonly from: number;
  readonly count: number;
}

/**
 * Sorted tokens of a stretch of given serials.
 * @throws wrong-state (14) where one of it was commissioned before, with all of those from there on
 */
export function newTokens(tx: WriteTx, network: string, gtin: string, { serials, from, count }: Stretch): Bytes {
  const tokenOf = (serial: string) => itemToken(packKey(network, gtin, serial), 0);
  const tokensOf = (piece: readonly string[]) => {
    const tokens = Buffer.allocUnsafe(piece.length * TOKEN);
    piece.forEach((serial, at) => {
      tokens.set(tokenOf(serial), at * TOKEN);
    });
    return sortTokens(tokens);
  };
  const sorted = tokensOf(serials.slice(from, from + count));
  if (tx.view.made(gtin, sorted).length === 0) return sorted;
  const bad = new BadSerials();
  for (let start = from; start < serials.length; start += count) {
    const piece = serials.slice(start, start + count);
    const tokens = start === from ? sorted : tokensOf(piece);
    const places = tx.view.made(gtin, tokens);
    const made = new Set(places.map((place) => b64u(tokens.subarray(place * TOKEN, (place + 1) * TOKEN))));
    piece.forEach((serial, at) => {
      if (made.has(b64u(tokenOf(serial))))
        bad.add(start + at, serial, 'wrong-state', () => phrase('commissioned-before'));
    });
  }
  const { items, total } = bad;
  throw new PedigreeError('wrong-state', say('of-serials-commissioned-before', { count: total }), {
    detail: { items, total },
  });
}
