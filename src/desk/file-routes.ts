// The ways of files: pictures of codes, documents of the world outside, bundles, labels and symbols. None of them names a file here.
import { PassThrough, Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Env } from '../app/node/env.ts';
import { isBadge } from '../app/node/operators.ts';
import { symbolSvg } from '../label/any-symbol.ts';
import { type DeskAsked, type DeskRoute, failing, jsonIn } from './asked.ts';
import { envOf, mayNow } from './desk.ts';
import { mustSend } from './gate.ts';
import { bodyOf } from './pace.ts';
import { outputOf, type ProgramRun, streamOf } from './program.ts';
import { JSON_TYPE, LINES_TYPE, reply, replyJson, TurnedAway } from './replies.ts';
import { mustSay, textIn } from './request.ts';

const LARGEST_PICTURE = 16 * 1024 * 1024;
const LARGEST_DOCUMENT = 150 * 1024 * 1024;
/** Pictures that are read at a time, and files that are taken in, given or drawn. */
const MOST_AT_ONCE = 2;
const PICTURE_TIME = 10_000;
const UPLOAD_TIME = 60_000;
const FILE_TIME = 30 * 60_000;
const BYTES = 'application/octet-stream';

export const FILE_ROUTES: readonly DeskRoute[] = [
  { method: 'POST', path: '/v1/picture', answer: picture, takes: BYTES },
  { method: 'POST', path: '/v1/document', answer: takeDocument, takes: BYTES },
  { method: 'POST', path: '/v1/bundle', answer: takeBundle, takes: BYTES },
  { method: 'GET', path: '/v1/bundle', answer: giveBundle },
  { method: 'POST', path: '/v1/label', answer: label },
  { method: 'POST', path: '/v1/letter', answer: letter },
  { method: 'POST', path: '/v1/symbol', answer: symbol },
];

const busy = { pictures: 0, files: 0 };

/** @throws busy */
async function atOnce<T>(kind: keyof typeof busy, act: () => Promise<T>): Promise<T> {
  if (busy[kind] >= MOST_AT_ONCE) throw new TurnedAway('busy');
  busy[kind]++;
  try {
    return await act();
  } finally {
    busy[kind]--;
  }
}

/** Gives the codes that are seen in it, as texts. */
async function picture(asked: DeskAsked): Promise<void> {
  const { desk, device, request, response } = asked;
  desk.locks.working(device);
  mustSend(request, BYTES);
  const scans = await atOnce('pictures', async () => {
    const bytes = await bodyOf(request, LARGEST_PICTURE, UPLOAD_TIME);
    if (!isPicture(bytes)) throw new TurnedAway('wrong-type');
    const run = { args: ['decode', '-'], input: Readable.from([bytes]), time: PICTURE_TIME };
    const lines = (await outputOf(desk.program, undefined, run)).split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  });
  const found = scans.flatMap(({ text, format }) =>
    typeof text === 'string' && !isBadge(text) ? [{ text, format }] : [],
  );
  const [first] = scans;
  // Nothing was seen: the answer says why.
  replyJson(response, found.length === 0 && first !== undefined ? first : { ok: true, scans: found });
}

/** PNG, JPEG, WebP, HEIC and AVIF, GIF, TIFF, BMP: a file of scans is none. */
function isPicture(bytes: Buffer): boolean {
  const begins = bytes.subarray(0, 12).toString('latin1');
  return /^(\x89PNG|\xff\xd8\xff|RIFF....WEBP|....ftyp|GIF8|II\*\0|MM\0\*|BM)/s.test(begins);
}

async function takeDocument(asked: DeskAsked): Promise<void> {
  mayTake(asked, 'receive');
  const from = asked.query.get('from');
  await taken(asked, ['epcis', 'import', '-', ...(from === null ? [] : [`--from=${from}`])]);
}

async function takeBundle(asked: DeskAsked): Promise<void> {
  mayTake(asked, 'sync');
  await taken(asked, ['import', '-']);
}

/** @throws not-allowed, wrong-type, locked */
function mayTake({ desk, device, request }: DeskAsked, command: string): void {
  if (!mayNow(desk, device).has(command)) throw new TurnedAway('not-allowed');
  mustSend(request, BYTES);
}

/** Streams the body to a process that takes it in, and gives its answer. */
async function taken(asked: DeskAsked, args: readonly string[]): Promise<void> {
  const { desk, device, request, response } = asked;
  const env = envOf(desk, device, desk.locks.working(device));
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_DOCUMENT) throw new TurnedAway('too-large');
  const answer = await atOnce('files', async () => {
    const input = new PassThrough();
    let tooLarge = false;
    const bounded = counting(LARGEST_DOCUMENT, () => {
      tooLarge = true;
    });
    const sending = pipeline(request, bounded, input).catch(() => input.destroy());
    const said = await outputOf(desk.program, env, { args, input, time: FILE_TIME });
    await sending;
    if (tooLarge) throw new TurnedAway('too-large');
    return said;
  });
  if (answer === '') throw new TurnedAway('unexpected');
  reply(response, 200, args[0] === 'import' ? LINES_TYPE : JSON_TYPE, answer);
}

function counting(most: number, over: () => void): Transform {
  let length = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length;
      if (length <= most) return done(null, chunk);
      over();
      done(new TurnedAway('too-large'));
    },
  });
}

/** All that a party needs, for a stick or a mail. */
async function giveBundle(asked: DeskAsked): Promise<void> {
  const { desk, device, query } = asked;
  if (!mayNow(desk, device).has('ship')) throw new TurnedAway('not-allowed');
  const env = envOf(desk, device, desk.locks.working(device));
  const to = query.get('for');
  const args = ['export', '-', '--quiet', ...(to === null ? [] : [`--for=${to}`])];
  const run = { args, input: Readable.from([]), time: FILE_TIME };
  await atOnce('files', () => sent(asked, env, run, { type: BYTES, name: 'news.pedigree' }));
}

/** Labels of packs and containers of the own party; prints are counted as on the command line. */
async function label(asked: DeskAsked): Promise<void> {
  const { desk, device } = asked;
  if (!mayNow(desk, device).has('ship') && !mayNow(desk, device).has('mint')) throw new TurnedAway('not-allowed');
  const env = envOf(desk, device, desk.locks.working(device));
  const body = await jsonIn(asked);
  const scan = mustSay(body, 'scan', 8_192);
  if (/[\r\n\u2028\u2029]/.test(scan) || isBadge(scan)) throw new TurnedAway('bad-request', { detail: 'scan' });
  const format = textIn(body, 'format') ?? 'svg';
  if (format !== 'svg' && format !== 'pdf' && format !== 'zpl')
    throw new TurnedAway('bad-request', { detail: 'format' });
  const reason = textIn(body, 'reason', 200);
  const again = reason === undefined ? [] : ['--reprint', `--reason=${reason}`];
  const args = ['label', '-', `--format=${format}`, '-o', '-', '--quiet', ...again];
  const types = { svg: 'image/svg+xml', pdf: 'application/pdf', zpl: 'text/plain; charset=utf-8' } as const;
  const run = { args, input: Readable.from([`${scan}\n`]), time: UPLOAD_TIME };
  await atOnce('files', () => sent(asked, env, run, { type: types[format], name: `label.${format}` }));
}

/** A recall as a letter with a sheet to answer on, for those whom no node reaches. */
async function letter(asked: DeskAsked): Promise<void> {
  const { desk, device } = asked;
  if (!mayNow(desk, device).has('recall show')) throw new TurnedAway('not-allowed');
  const env = envOf(desk, device, desk.locks.working(device));
  const body = await jsonIn(asked);
  const recall = mustSay(body, 'recall', 200);
  const to = textIn(body, 'to', 200);
  if (recall.startsWith('-')) throw new TurnedAway('bad-request', { detail: 'recall' });
  const whom = to === undefined ? [] : [`--to=${to}`];
  const args = ['recall', 'letter', recall, '--as=text', '-o', '-', '--quiet', ...whom];
  const run = { args, input: Readable.from([]), time: UPLOAD_TIME };
  await atOnce('files', () => sent(asked, env, run, { type: 'text/plain; charset=utf-8', name: 'recall.txt' }));
}

/** @throws not-found where nothing comes: what was asked for is not to be had, and why is told by the command line */
async function sent(
  { desk, response }: DeskAsked,
  env: Env,
  run: ProgramRun,
  { type, name }: { readonly type: string; readonly name: string },
): Promise<void> {
  if (response.destroyed) return;
  const { output, whole, stop } = streamOf(desk.program, env, run);
  response.on('close', stop);
  let some = false;
  for await (const chunk of output as AsyncIterable<Buffer>) {
    if (!some) {
      some = true;
      const disposition = `attachment; filename="${name}"`;
      response.writeHead(200, {
        'content-type': type,
        'content-disposition': disposition,
        'cache-control': 'no-store',
      });
    }
    // Whoever went away drains nothing any more, and has told so before.
    if (response.destroyed) return stop();
    if (!response.write(chunk))
      await new Promise<void>((resolve) => response.once('drain', resolve).once('close', resolve));
  }
  const isWhole = await whole;
  if (!some) throw new TurnedAway('not-found');
  // A part is not to be taken for all of it: the answer breaks off.
  if (isWhole) response.end();
  else response.destroy();
}

/** A symbol of any text, to be shown or printed by the page: links that pair, badges, codes that are put aside. */
async function symbol(asked: DeskAsked): Promise<void> {
  const { response } = asked;
  const body = await jsonIn(asked);
  const text = mustSay(body, 'text', 1_000);
  const kind = textIn(body, 'kind') ?? 'datamatrix';
  if (kind !== 'datamatrix' && kind !== 'qrcode') throw new TurnedAway('bad-request', { detail: 'kind' });
  const svg = await symbolSvg(kind, text).catch((error: unknown) =>
    failing(() => {
      throw error;
    }),
  );
  reply(response, 200, 'image/svg+xml', svg);
}
