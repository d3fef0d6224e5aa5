// What stands around the events of a JSON file, and the words of its master data.
import { type Context, namespacesOf } from './context.ts';
import type { TakeFound } from './found.ts';
import { eventTypeOf, extensionsOf, restOf } from './json-event.ts';
import { isRecord, type JsonRecord, type JsonValue } from './json-scan.ts';
import type { EpcisDocument, EpcisKind, Extension, Partner, Statement, VocabularyElement } from './model.ts';
import { epcisTime } from './times.ts';

export const JSON_KINDS: ReadonlyMap<JsonValue | undefined, EpcisKind> = new Map([
  ['EPCISDocument', 'event-document'],
  ['EPCISQueryDocument', 'query-result'],
  ['EPCISMasterDataDocument', 'master-data'],
]);

/** Properties of a document that the standard names. */
const NAMED: ReadonlySet<string> = new Set(
  '@context type @type id schemaVersion creationDate sender receiver instanceIdentifier'.split(' '),
);

/** What is known of a document besides its events. */
export interface JsonHead {
  readonly root: JsonRecord;
  /** What the header holds besides master data. */
  readonly header: JsonRecord;
  readonly context: Context;
  readonly gzip: boolean;
  readonly encoding: string;
  readonly query: { readonly name?: string; readonly subscription?: string } | undefined;
}

export function jsonDocument(
  { root, header, context, gzip, encoding, query }: JsonHead,
  found: TakeFound,
): EpcisDocument {
  const isEvent = eventTypeOf(root) !== undefined;
  const text = (name: string) => (typeof root[name] === 'string' ? root[name] : undefined);
  const field = (name: string, value: unknown) => (value === undefined ? {} : { [name]: value });
  const partners = (name: string): Partner[] => {
    const id = text(name);
    return id === undefined ? [] : [{ id, extensions: [] }];
  };
  const created = text('creationDate');
  const said = Object.entries(header).flatMap(([name, value]) => extensionsOf(name, value, context, found));
  return {
    form: 'epcis-2.0-json',
    kind: isEvent ? 'lone-event' : (JSON_KINDS.get(root.type ?? root['@type']) ?? 'event-document'),
    gzip,
    encoding,
    ...field('schemaVersion', text('schemaVersion')),
    ...field('creationDate', created === undefined ? undefined : epcisTime(created)),
    ...field('id', isEvent ? undefined : text('id')),
    senders: partners('sender'),
    receivers: partners('receiver'),
    ...field('instanceId', text('instanceIdentifier')),
    identification: [],
    ...field('guidelineVersion', said.find(({ name }) => name === 'guidelineVersion')?.value),
    ...field('statement', statementIn(said)),
    header: said,
    extensions: isEvent
      ? []
      : Object.entries(root).flatMap(([name, value]) =>
          NAMED.has(name) ? [] : extensionsOf(name, value, context, found),
        ),
    namespaces: namespacesOf(context),
    contexts: context.addresses,
    ...field('query', query),
  };
}

/** The transaction statement, where the header has one. */
function statementIn(header: readonly Extension[]): Statement | undefined {
  const tree = header.find(({ name }) => name === 'dscsaTransactionStatement');
  if (tree === undefined) return undefined;
  const value = (name: string) => tree.children?.find((child) => child.name === name)?.value;
  const [affirm, legalNotice] = [value('affirmTransactionStatement'), value('legalNotice')];
  return {
    ...(affirm === undefined ? {} : { affirm }),
    ...(legalNotice === undefined ? {} : { legalNotice }),
  };
}

const members = (value: JsonValue | undefined): readonly JsonValue[] =>
  Array.isArray(value) ? (value as readonly JsonValue[]) : [];

/** A word of the master data. */
export function jsonWord(
  record: JsonRecord,
  type: string,
  line: number,
  context: Context,
  found: TakeFound,
): VocabularyElement {
  return {
    type,
    id: typeof record.id === 'string' ? record.id : '',
    line,
    attributes: members(record.attributes)
      .filter(isRecord)
      .map(({ id, attribute = '' }) => ({
        id: typeof id === 'string' ? id : '',
        ...(isRecord(attribute)
          ? { value: '', extensions: restOf(attribute, new Set(), context, found) }
          : { value: typeof attribute === 'string' ? attribute : JSON.stringify(attribute) }),
      })),
    children: members(record.children).filter((child) => typeof child === 'string'),
  };
}
