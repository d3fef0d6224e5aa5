// Transactions as the kept files tell of them: which files may, and what each says. Files are read one at a time, event by event.
import { packKey } from '../../chain/item-key.ts';
import { keyOfName } from '../../epcis/claim-sheet.ts';
import { said } from '../../epcis/master-data.ts';
import { type ToldFile, type ToldGoods, traceFile, type Wanted } from '../../epcis/trace-file.ts';
import { tracePack } from '../../epcis/trace-pack.ts';
import { PedigreeError } from '../../errors.ts';
import type { Product } from '../items/product.ts';
import type { Home } from '../node/home.ts';
import { keyerOf } from '../outside/claim-keys.ts';
import { type DocumentRecord, documentAt, documentRecords } from '../outside/document-records.ts';
import { keptDigest } from '../outside/kept-digest.ts';
import { keptBytes } from '../outside/kept-files.ts';
import { RECEIPT } from '../outside/on-the-way.ts';
import { partnerOf } from '../outside/partners.ts';
import { MOST_LOTS } from '../outside/read-document.ts';
import { claimedPackIn } from './claimed-pack.ts';
import { type FileReceipt, fileReceipts } from './goods-receipt.ts';
import { clean, type KnownParty, partyIn } from './parties.ts';
import { isBetween, type TracingQuestion } from './question.ts';
import { missingIn, type Transaction, type TransactionField, type TransactionWords } from './transaction.ts';

/** What is known here besides the files. */
export interface Beside {
  readonly party: KnownParty;
  readonly product: (gtin: string) => Product | undefined;
}

export interface UnreadFile {
  readonly document: string;
  readonly event: string;
  /** Why: a code of an error. */
  readonly code: string;
}

export interface FromDocuments {
  readonly transactions: readonly Transaction[];
  /** Files that were looked into, and the containers that the goods found in each were ever in. */
  readonly looked: readonly LookedInto[];
  readonly unread: readonly UnreadFile[];
}

interface LookedInto {
  readonly record: DocumentRecord;
  readonly containers: ToldFile['containers'];
}

/** Reads every file that may tell of what is asked for. @param isWhole what goods were ever in is asked for, too */
export async function transactionsInDocuments(
  home: Home,
  asked: TracingQuestion,
  beside: Beside,
  isWhole: boolean,
): Promise<FromDocuments> {
  const records = documentRecords(home.ledger.local);
  const receiptIn = fileReceipts(home, records);
  const first = recordsFor(home, asked, records);
  const found: Transaction[] = [];
  const looked: LookedInto[] = [];
  const unread: UnreadFile[] = [];
  const lots = new Map<string, { readonly lot?: string; readonly expiry?: string }>();
  const read = async (record: DocumentRecord, wanted: Wanted) => {
    let containers: ToldFile['containers'] = new Set();
    try {
      const claimed = isWhole ? undefined : claimedPackIn(home, record, asked);
      const file =
        claimed === undefined
          ? await traceFile(() => keptBytes(home.dir, record.document), wanted)
          : tracePack(await keptDigest(home, record.document), claimed);
      containers = file.containers;
      for (const goods of file.goods) {
        if (wanted.known === undefined && asked.lot !== undefined && asked.serial === undefined)
          for (const serial of goods.serials)
            lots.set(`${goods.gtin}/${serial}`, said({ lot: goods.lot, expiry: goods.expiry }));
        if (!isBetween(asked, goods.shipment?.at)) continue;
        found.push(transactionOf(home, { record, file, goods, came: receiptIn(record, goods) }, beside));
      }
    } catch (error) {
      if (!(error instanceof PedigreeError)) throw error;
      unread.push({ document: record.document, event: record.event, code: error.code });
    }
    looked.push({ record, containers });
  };
  for (const { record, lot } of first) await read(record, wantedOf(asked, lot));
  if (lots.size > 0) {
    // Files that say nothing of lots: what another file says of the same packs tells which of them are meant.
    const known = (gtin: string, serial: string) => lots.get(`${gtin}/${serial}`);
    const seen = new Set(looked.map(({ record }) => record));
    for (const record of records)
      if (!seen.has(record) && mayTell(record, asked) && hasOthers(record))
        await read(record, { ...wantedOf(asked), known });
  }
  return { transactions: found, looked, unread };
}

function wantedOf({ gtin, lot, serial, sscc }: TracingQuestion, claimed?: string): Wanted {
  return said({ gtin, lot: lot ?? claimed, serial, within: sscc });
}

interface Looked {
  readonly record: DocumentRecord;
  /** What the file says the lot of the pack is that was asked for. */
  readonly lot?: string;
}

/** Those that name the pack or the container, by the index; of a lot or a product those that tell of it. */
function recordsFor(home: Home, asked: TracingQuestion, records: readonly DocumentRecord[]): readonly Looked[] {
  const { local } = home.ledger;
  const { gtin, serial, sscc } = asked;
  const key =
    gtin !== undefined && serial !== undefined
      ? packKey(home.self.network, gtin, serial)
      : sscc === undefined
        ? undefined
        : keyOfName(keyerOf(home.self.network), sscc);
  if (key === undefined)
    return records.filter((one) => mayTell(one, asked) && tellsOf(one, asked)).map((record) => ({ record }));
  const named = new Map<string, Looked>();
  for (const { document, claim } of local.claims.find(key)) {
    const record = documentAt(local, document);
    const { lot } = claim as { readonly lot?: string };
    if (record !== undefined && record.profile !== RECEIPT)
      named.set(record.document, { record, ...said({ lot: serial === undefined ? undefined : lot }) });
  }
  return [...named.values()].toSorted((a, b) => a.record.at - b.record.at || a.record.n - b.record.n);
}

/** A receipt that was written here tells nothing of the sender, and shipments on other days are not asked for. */
function mayTell({ profile, shipments }: DocumentRecord, asked: TracingQuestion): boolean {
  if (profile === RECEIPT) return false;
  return (
    shipments.length === 0 ||
    shipments.some(({ at }) => isBetween(asked, at === undefined ? undefined : Date.parse(at)))
  );
}

function tellsOf({ lots }: DocumentRecord, { gtin, lot }: TracingQuestion): boolean {
  if (lots.length >= MOST_LOTS) return true;
  const isOf = (one: (typeof lots)[number]) => (gtin ?? one.gtin) === one.gtin && (lot ?? one.lot) === one.lot;
  return lots.some(isOf) || (lot === undefined && lots.length === 0);
}

/** Whether it names packs whose lots it does not. */
function hasOthers({ lots, packs = 0 }: DocumentRecord): boolean {
  return lots.reduce((sum, one) => sum + (one.lot === undefined ? 0 : one.packs), 0) < packs;
}

interface Told {
  readonly record: DocumentRecord;
  readonly file: ToldFile;
  readonly goods: ToldGoods;
  readonly came: FileReceipt;
}

function transactionOf({ ledger: { local } }: Home, { record, file, goods, came }: Told, beside: Beside): Transaction {
  const { gtin, lot, expiry, packs, serials, state, shipment } = goods;
  const words = file.words.product(gtin);
  const known = beside.product(gtin);
  const place = (gln: string) => file.words.place(gln);
  const from = partyIn({ gln: shipment?.from, place: shipment?.fromPlace, words: place }, beside.party);
  const to = partyIn({ gln: shipment?.to, place: shipment?.toPlace, words: place }, beside.party);
  const { affirm, legalNotice } = file.statement ?? {};
  const added: TransactionField[] = [];
  const either = (field: TransactionField, said: string | undefined, here: string | undefined) => {
    const text = clean(said);
    if (text === undefined && here !== undefined) added.push(field);
    return text ?? here;
  };
  const told: TransactionWords = {
    gtin,
    containers: packs,
    serials,
    ...said({
      name: either('product-name', words.name, known?.name),
      strength: either('strength', words.strength, known?.strength),
      form: either('dosage-form', words.form, known?.form),
      ndc: either('ndc', words.ndc, known?.codes?.ndc),
      size: either('container-size', words.size, known?.size),
      manufacturer: clean(words.manufacturer),
      lot,
      expiry,
      transactionDate: shipment?.transacted ?? shipment?.day,
      shipmentDate: shipment?.day,
      at: shipment?.at === undefined ? undefined : new Date(shipment.at).toISOString(),
      from: from?.party,
      to: to?.party,
      despatch: clean(shipment?.despatch),
      po: clean(shipment?.po),
      invoice: clean(shipment?.invoice),
      statement:
        affirm === undefined && legalNotice === undefined
          ? undefined
          : { affirmed: /^(?:true|1|yes)$/i.test(affirm ?? ''), ...said({ notice: clean(legalNotice) }) },
    }),
  };
  for (const field of from?.added ?? []) added.push(`from-${field}`);
  for (const field of to?.added ?? []) added.push(`to-${field}`);
  const { document, event, at, sender } = record;
  const partner = sender === undefined ? undefined : partnerOf(local, sender);
  return {
    source: 'document',
    ...told,
    state,
    ...said({ receipt: came.receipt }),
    evidence: {
      document,
      event,
      at: new Date(at).toISOString(),
      trust: partner?.trust ?? 'none',
      ...said({
        fileEvent: shipment?.event,
        eventID: clean(shipment?.eventID),
        sender,
        senderName: partner?.name,
        received: came.at === undefined ? undefined : new Date(came.at).toISOString(),
      }),
    },
    added,
    missing: missingIn(told),
  };
}
