// An inspector's question answered: from the kept files, which are their senders' word, and from the chains.
import { crypto } from '../../builtins.ts';
import type { LostKind } from '../../epcis/lost.ts';
import { partOfFile } from '../../epcis/trace-file.ts';
import { PedigreeError } from '../../errors.ts';
import { type Out, openOut } from '../../sync/out-stream.ts';
import { phrase, say } from '../../words/en/tracing.ts';
import { listProducts } from '../items/product.ts';
import type { Home } from '../node/home.ts';
import { checkedText } from '../node/names.ts';
import { uuidUrn } from '../node/uuid.ts';
import { openEpcisOut } from '../outside/convert-file.ts';
import { keptBytes } from '../outside/kept-files.ts';
import { knowledgeIfUnlocked } from '../record/knowledge.ts';
import type { TracingAnswer, WrittenAs } from './answer.ts';
import { transactionsOnChain } from './from-chain.ts';
import { type FromDocuments, transactionsInDocuments, type UnreadFile } from './from-documents.ts';
import { knownParties } from './parties.ts';
import { askedFor, type TracingWords } from './question.ts';
import { cameAt, noteRequest } from './requests.ts';
import { FIELDS, type Transaction } from './transaction.ts';
import { csvOfAnswer } from './write-csv.ts';
import { type FilePart, writeEpcisAnswer } from './write-epcis.ts';
import { htmlOfAnswer } from './write-html.ts';

export interface TraceRequest extends TracingWords {
  /** Who asks, and what they call their request: then it is logged. */
  readonly for?: string | undefined;
  readonly ref?: string | undefined;
  /** When the request came, where that is not now. */
  readonly received?: string | undefined;
  /** Where the answer goes, and as what; by the end of the name where absent. */
  readonly out?: string | undefined;
  readonly as?: WrittenAs | undefined;
  /** The transaction statement, a legal declaration, goes into what is written. */
  readonly affirm: boolean;
}

export interface TracedGoods extends TracingAnswer {
  /** Files that were looked into. */
  readonly documents: number;
  readonly unread: readonly UnreadFile[];
  readonly warnings: readonly string[];
  readonly file?: string;
  readonly as?: WrittenAs;
  readonly affirmed?: boolean;
  /** What could not be said in the form it was written in. */
  readonly lost?: readonly LostKind[];
  /** What the request is called in the log. */
  readonly request?: string;
  readonly exit: number;
}

/** Whether it is logged: a request of somebody, or an answer that goes out. */
export function isLogged(request: Pick<TraceRequest, 'for' | 'ref' | 'received' | 'out'>): boolean {
  return [request.for, request.ref, request.received, request.out].some((one) => one !== undefined);
}

/**
 * Answers a tracing request. What no source says is named; a statement is written only where somebody affirms it.
 * @throws usage, bad-input (65), cannot-create (73), io-failed (74)
 */
export async function traceGoods(home: Home, request: TraceRequest): Promise<TracedGoods> {
  const { env, self } = home;
  const asked = askedFor(env, request);
  const as = request.out === undefined ? undefined : writtenAs(request.out, request.as);
  if (as === undefined && request.affirm) throw new PedigreeError('usage', say('affirm-into-file'));
  const now = env.clock();
  const came = cameAt(request.received, now);
  const by = request.for === undefined ? undefined : checkedText(request.for, 'for');
  const ref = request.ref === undefined ? undefined : checkedText(request.ref, 'ref');
  const out = as === undefined ? undefined : openFor(home, request.out ?? '-', as);
  try {
    const found = await findAll(home, asked, as === 'epcis');
    const head = { asked, at: new Date(now).toISOString(), by: { gln: self.gln, name: self.name } };
    const answer: TracingAnswer = {
      ...head,
      ...(by === undefined ? {} : { for: by }),
      ...(ref === undefined ? {} : { ref }),
      transactions: found.transactions,
      packs: new Set(found.transactions.flatMap(({ gtin, serials }) => serials.map((serial) => `${gtin}/${serial}`)))
        .size,
      missing: FIELDS.filter((field) => found.transactions.some(({ missing }) => missing.includes(field))),
    };
    const written = out && as && (await write(home, { out, as, affirm: request.affirm }, answer, found));
    const words = { asked, for: by, ref, at: request.received };
    const noted = isLogged(request) ? noteRequest(home, words, came, written?.note) : undefined;
    const { transactions, missing } = answer;
    const look = missing.length + found.unread.length > 0 ? 20 : 0;
    return {
      ...answer,
      documents: found.looked.length,
      unread: found.unread,
      warnings: found.warnings,
      ...(written === undefined ? {} : { ...written.told }),
      ...(noted === undefined ? {} : { request: noted }),
      exit: transactions.length === 0 && found.unread.length === 0 ? 19 : look,
    };
  } finally {
    out?.drop();
  }
}

interface Found extends FromDocuments {
  readonly warnings: readonly string[];
}

/** @param isWhole events are written, with what the goods were in */
async function findAll(home: Home, asked: ReturnType<typeof askedFor>, isWhole: boolean): Promise<Found> {
  const products = new Map(listProducts(home).products.map((one) => [one.gtin, one]));
  const party = home.ledger.read((view) => knownParties(home, view));
  const beside = { party, product: (gtin: string) => products.get(gtin) };
  const files = await transactionsInDocuments(home, asked, beside, isWhole);
  const chained = home.ledger.read((view) => {
    const known = knowledgeIfUnlocked(home, view);
    return known && transactionsOnChain(known, asked, { ...beside, party: knownParties(home, view) });
  });
  const byTime = (all: readonly Transaction[]) =>
    all.toSorted(({ at: a = '' }, { at: b = '' }) => (a < b ? -1 : a > b ? 1 : 0));
  // The life of a pack has its order without any clock.
  const transactions =
    asked.serial === undefined
      ? byTime([...files.transactions, ...(chained ?? [])])
      : [...byTime(files.transactions), ...(chained ?? [])];
  return { ...files, transactions, warnings: chained === undefined ? [phrase('keys-locked')] : [] };
}

/** @throws usage where neither the name nor anybody says what it is to be */
function writtenAs(file: string, as: WrittenAs | undefined): WrittenAs {
  if (as !== undefined) return as;
  const [, end = ''] = /\.([a-z]+)$/i.exec(file) ?? [];
  const known = ({ csv: 'csv', xml: 'epcis', json: 'epcis', jsonld: 'epcis', html: 'html', htm: 'html' } as const)[
    end.toLowerCase() as 'csv'
  ];
  if (known === undefined) throw new PedigreeError('usage', say('no-written-as', { file }));
  return known;
}

function openFor({ env }: Home, file: string, as: WrittenAs): Out {
  if (as === 'epcis') return openEpcisOut(env, file);
  const kind = say(as === 'csv' ? 'a-table' : 'a-page');
  const isKind = (start: Uint8Array) => {
    const text = new TextDecoder().decode(start);
    return as === 'csv' ? text.startsWith('product_name,') : text.startsWith('<!doctype html>');
  };
  return openOut(file, { kind, isKind }, env.stdout);
}

interface Writing {
  readonly out: Out;
  readonly as: WrittenAs;
  readonly affirm: boolean;
}

async function write(home: Home, { out, as, affirm }: Writing, answer: TracingAnswer, found: Found) {
  const sha = crypto().createHash('sha256');
  const take = (text: string) => {
    sha.update(text);
    out.write(text);
  };
  let lost: readonly LostKind[] | undefined;
  if (as === 'epcis') {
    const to = /\.xml$/i.test(out.path) ? '1.2' : '2.0';
    const instance = uuidUrn(home.env.random(16));
    lost = writeEpcisAnswer(answer, await partsOf(home, found), { to, affirm, instance }, take);
  } else for (const piece of (as === 'csv' ? csvOfAnswer : htmlOfAnswer)(answer, { affirm })) take(piece);
  out.keep();
  const note = {
    ...{ at: answer.at, as, file: out.path, sha256: sha.digest('hex') },
    ...{ transactions: answer.transactions.length, packs: answer.packs, affirmed: affirm },
  };
  const told = { file: out.path, as, affirmed: affirm, ...(lost === undefined ? {} : { lost }) };
  return { note, told };
}

/** Of each file what is about the goods that were found in it. */
async function partsOf(home: Home, found: Found): Promise<readonly FilePart[]> {
  const parts: FilePart[] = [];
  for (const { record, containers } of found.looked) {
    const own = found.transactions.filter(({ evidence }) => evidence.document === record.document);
    if (own.length === 0) continue;
    const source = () => keptBytes(home.dir, record.document);
    const packs = new Set(own.flatMap(({ gtin, serials }) => serials.map((serial) => `${gtin}/${serial}`)));
    parts.push(await partOfFile(source, (name) => packs.has(name) || containers.has(name)));
  }
  return parts;
}
