// The message to a partner outside about goods and data that differ: of an exception that was told, of a file that was received
// with differences, or of goods that wait for their data.
import { EVENT_REF } from '../../custody/event-ref.ts';
import { packNamed } from '../../epcis/ids.ts';
import { openOut } from '../../sync/out-stream.ts';
import { say } from '../../words/en/outside.ts';
import type { Home } from '../node/home.ts';
import { checkedText } from '../node/names.ts';
import { differingIn } from '../outside/compare-made.ts';
import { type DocumentRecord, documentRecords } from '../outside/document-records.ts';
import { keptBytes } from '../outside/kept-files.ts';
import { documentCalled } from '../outside/list-documents.ts';
import { RECEIPT, receiptOf, receiptsIn } from '../outside/on-the-way.ts';
import { damagedIn, missingIn, receivedIn } from '../outside/receipt-text.ts';
import { wantsIn } from '../outside/waiting-records.ts';
import { catchUp } from '../record/inventory.ts';
import { knowledgeOf } from '../record/knowledge.ts';
import { resolutionNamed } from '../steps/exception-words.ts';
import { contactOf } from './form-3911.ts';
import { exceptionTold } from './pdg-exception.ts';
import {
  NOTHING_TOLD,
  type PdgField,
  type PdgMessage,
  pdgMessage,
  type ToldAbout,
  type ToldPack,
} from './pdg-message.ts';

export interface PdgRequest {
  /** The event of an exception, or what `documentCalled` takes. */
  readonly about: string;
  /** The purchase order, where nothing here names it. */
  readonly po?: string | undefined;
  /** One of the resolutions that partners agree on. */
  readonly ask?: string | undefined;
  /** Where the message goes; `-` is standard output. */
  readonly out?: string | undefined;
}

export interface PdgData {
  /** The event that it is about. */
  readonly event: string;
  /** Absent where nothing differs. */
  readonly message?: PdgMessage;
  /** Fields that a person must fill in. */
  readonly missing: readonly PdgField[];
  readonly file?: string;
}

const LONGEST_PO = 100;

/**
 * Makes the message. Nothing is sent.
 * @throws not-found (66), usage (2), not-allowed (77) for what another party told
 */
export function formPdg(home: Home, request: PdgRequest): PdgData {
  const { out: path } = request;
  // A place that cannot be written is told of before anything is read.
  const kind = { kind: say('a-message'), isKind: () => false };
  const out = path === undefined ? undefined : openOut(path, kind, home.env.stdout);
  try {
    const data = messageFor(home, request);
    if (data.message === undefined || out === undefined) return data;
    out.write(`${JSON.stringify(data.message, null, 2)}\n`);
    out.keep();
    return path === '-' ? data : { ...data, file: out.path };
  } finally {
    out?.drop();
  }
}

function messageFor(home: Home, request: PdgRequest): PdgData {
  const resolution = request.ask === undefined ? undefined : resolutionNamed(request.ask);
  const po = request.po === undefined ? undefined : checkedText(request.po, 'po', LONGEST_PO);
  const told = toldOf(home, request.about.trim());
  const isNothing = Object.values(told.differences).every((list) => list.length === 0);
  if (isNothing && !told.isResolved) return { event: told.event, missing: [] };
  const contact = home.ledger.read((view) => view.authority().partyOf(home.self.chain)?.contact);
  const { 'contact-email': email, 'contact-telephone': phone } = contactOf(contact);
  const sender = {
    gln: home.self.gln,
    ...(email === undefined ? {} : { email }),
    ...(phone === undefined ? {} : { phone }),
  };
  const said = { ...told, sender, po: po ?? told.po, resolution: resolution ?? told.resolution };
  return { event: told.event, ...pdgMessage(said) };
}

function toldOf(home: Home, word: string): ToldAbout {
  const told = EVENT_REF.test(word)
    ? home.ledger.read((view) => {
        const known = knowledgeOf(home, view);
        catchUp(known);
        return exceptionTold(known, word);
      })
    : undefined;
  if (told !== undefined) return told;
  const record = documentCalled(home, word);
  if (record.profile === RECEIPT) return goodsTold(home, record);
  const receipt = receiptsIn(documentRecords(home.ledger.local)).get(receiptOf(record.document));
  return fileTold(home, record, receipt);
}

/** What came of a file of a partner, and what it says otherwise than the makers of its packs. */
function fileTold(home: Home, record: DocumentRecord, receipt: DocumentRecord | undefined): ToldAbout {
  const { ledger, self } = home;
  const text = receipt && textOf(home, receipt);
  const [missing, damaged] = text === undefined ? [[], []] : [missingIn(text), damagedIn(text)];
  const differ = ledger.read((view) => differingIn({ view, local: ledger.local, network: self.network }, record));
  const po = record.shipments.find((one) => one.po !== undefined)?.po;
  const { event, at } = receipt ?? record;
  return {
    ...{ event, says: event, at, isResolved: false, file: record.name ?? record.instance ?? record.document },
    ...(po === undefined ? {} : { po }),
    differences: {
      ...NOTHING_TOLD,
      ...split(missing, 'not received'),
      misaligned: (differ?.packs ?? []).map(({ gtin, serial, lot = '', expiry = '', made }) => ({
        ...{ gtin, serial, received: made, data: { lot, expiry } },
      })),
      others: [...split(missing, 'not received').others, ...damaged.map((name) => `damaged: ${nameOut(name)}`)],
    },
  };
}

/** Goods that came without a file: those that wait for one still. */
function goodsTold(home: Home, receipt: DocumentRecord): ToldAbout {
  const { event, at, document, instance = '' } = receipt;
  const names = wantsIn(home.ledger.local).find((one) => one.receipt === document)?.names ?? [];
  const { missingProduct, others } = split(names, 'received without data');
  const damaged = damagedIn(textOf(home, receipt)).map((name) => `damaged: ${nameOut(name)}`);
  const isResolved = names.length === 0 && receivedIn(textOf(home, receipt)).length > 0;
  return {
    ...{ event, says: isResolved ? `${event} settled` : event, at, isResolved, file: instance },
    differences: { ...NOTHING_TOLD, missingData: missingProduct, others: [...others, ...damaged] },
  };
}

function textOf({ dir }: Home, { document }: DocumentRecord): string {
  return Buffer.concat([...keptBytes(dir, document)]).toString('utf8');
}

/** Packs have members of their own; the schema names no container. */
function split(
  names: readonly string[],
  what: string,
): { missingProduct: readonly ToldPack[]; others: readonly string[] } {
  const packs = names.flatMap((name) => packNamed(name) ?? []);
  const units = names.filter((name) => packNamed(name) === undefined);
  return { missingProduct: packs, others: units.map((name) => `${what}: ${nameOut(name)}`) };
}

function nameOut(name: string): string {
  const pack = packNamed(name);
  return pack === undefined ? `(00)${name}` : `(01)${pack.gtin}(21)${pack.serial}`;
}
