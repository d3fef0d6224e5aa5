// The quick reading of an everyday leaf. A batch of a peer has hundreds of thousands of them, and of most only the place, the
// type and the tokens are asked for. One pattern proves what `decodeLeaf` would: the canonical form, the shape of every field,
// and that nothing is malformed. What the pattern does not know is for `decodeLeaf`.
import { type Bytes, bufferOf, unb64u } from './bytes.ts';
import { MAX_TIME } from './leaf.ts';
import { leafHashText } from './merkle.ts';
import { isAscending, ROWS_A_PAGE, TAG_SIZE } from './pages.ts';

/** What an everyday leaf says, without a copy of what only its readers ask for. */
export interface PlainLeaf {
  /** base64url, as is `prev`, the leaf hash of the event before. */
  readonly hash: string;
  readonly seq: number;
  readonly prev: string;
  readonly at: number;
  readonly type: string;
  /** Rows of 32 bytes each; absent where it has none. */
  readonly rows?: Bytes;
}

// base64url without padding; the last character of 32, 16 and 40 bytes has stray bits, which are zero.
const DIGIT = '[A-Za-z0-9_-]';
const HASH = `${DIGIT}{42}[AEIMQUYcgkosw048]`;
const SALT = `${DIGIT}{21}[AQgw]`;
const GRANT = `${DIGIT}{53}[AQgw]`;
const NUMBER = '(0|[1-9][0-9]{0,15})';
const own = `(?:,"p":"${HASH}")?`;
const part = (name: string): string => `(?:"${name}":"(${DIGIT}+)",)?`;

/** An event of version 1 in canonical form with nothing public, its sealed parts and up to 250 rows in the leaf itself. */
const PLAIN = new RegExp(
  [
    `^\\{"at":${NUMBER},`,
    `(?:"commits":\\{(?:"d":"(${HASH})"(?:,"m":"(${HASH})")?${own}|"m":"(${HASH})"${own}|"p":"${HASH}")\\},)?`,
    part('details'),
    `(?:"grants":\\["(${GRANT}(?:","${GRANT})*)"\\],)?`,
    part('manifest'),
    `"prev":"(${HASH})",`,
    part('private'),
    '"public":\\{\\},',
    '(?:"rows":\\{"data":"([A-Za-z0-9_-]+)","n":([1-9][0-9]{0,2})\\},)?',
    `(?:"salt":"(${SALT})",)?`,
    `"seq":${NUMBER},"type":"([a-z][a-z0-9-]{0,31})","v":1\\}$`,
  ].join(''),
);
/** The type whose rows are tokens alone. */
const TOKENS_ALONE = 'commission';
/** Longer texts are read the other way: the pattern is for the many small ones. */
const LONGEST = 4096;

/**
 * The leaf, or undefined where it is not an everyday one: then nothing is said about it, and `decodeLeaf` reads it.
 * Whatever is returned, `decodeLeaf` would give the same and no fault.
 */
export function readPlainLeaf(bytes: Bytes): PlainLeaf | undefined {
  if (bytes.length > LONGEST) return undefined;
  const found = PLAIN.exec(bufferOf(bytes).toString('latin1'));
  if (found === null) return undefined;
  const [
    ,
    atText,
    d,
    mBeside,
    mAlone,
    details,
    grants,
    manifest,
    prev = '',
    own,
    data,
    nText,
    salt,
    seqText,
    type = '',
  ] = found;
  const at = Number(atText);
  const seq = Number(seqText);
  if (at > MAX_TIME || seq === 0 || !Number.isSafeInteger(seq) || type === TOKENS_ALONE) return undefined;
  const m = mBeside ?? mAlone;
  const sealed = details ?? manifest ?? own ?? data ?? grants;
  if (sealed !== undefined && salt === undefined) return undefined;
  if ((details ?? data) !== undefined && d === undefined) return undefined;
  if (manifest !== undefined && m === undefined) return undefined;
  if (!isPart(details) || !isPart(manifest) || !isPart(own) || !areGrants(grants)) return undefined;
  const rows = data === undefined ? undefined : rowsOf(data, Number(nText));
  if (data !== undefined && rows === undefined) return undefined;
  return { hash: leafHashText(bytes), seq, prev, at, type, ...(rows && { rows }) };
}

/** Whether a sealed part is base64url of more than a tag: no stray bits in its last character. */
function isPart(digits: string | undefined): boolean {
  if (digits === undefined) return true;
  if (digits.length * 6 < (TAG_SIZE + 1) * 8) return false;
  const rest = digits.length % 4;
  return rest === 0 || (rest !== 1 && (rest === 2 ? 'AQgw' : 'AEIMQUYcgkosw048').includes(digits.at(-1) ?? ''));
}

/** Whether grants strictly ascend by their bytes; more than are allowed do not fit into so short a leaf. */
function areGrants(joined: string | undefined): boolean {
  if (joined === undefined || joined.length === 54) return true;
  const grants = joined.split('","').map(unb64u);
  return grants.every((grant, i) => i === 0 || Buffer.compare(grants[i - 1] ?? grant, grant) < 0);
}

/** The rows, strictly ascending; undefined where they are not so many, or not in order. */
function rowsOf(data: string, n: number): Bytes | undefined {
  if (n > ROWS_A_PAGE || data.length !== Math.ceil((n * 32 * 4) / 3)) return undefined;
  const rest = data.length % 4;
  if (rest !== 0 && !(rest === 2 ? 'AQgw' : 'AEIMQUYcgkosw048').includes(data.at(-1) ?? '')) return undefined;
  const rows = Buffer.from(data, 'base64url');
  return n === 1 || isAscending(rows, 32) ? rows : undefined;
}
