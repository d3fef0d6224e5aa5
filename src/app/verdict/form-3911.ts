// FDA's Form 3911, drug notification, out of reports: what the ledger knows, and what a person has to fill in. Fields go by their
// names; the form's numbers change from one edition to the next.
import type { JsonObject } from '../../chain/canonical.ts';
import { EVENT } from '../../custody/events/all.ts';
import type { Role } from '../../custody/roles.ts';
import { said } from '../../epcis/master-data.ts';
import { PedigreeError } from '../../errors.ts';
import { openOut } from '../../sync/out-stream.ts';
import { say } from '../../words/en/outside.ts';
import { listProducts } from '../items/product.ts';
import { rolesHere } from '../node/alone.ts';
import type { Home } from '../node/home.ts';
import { dayIn } from '../node/moments.ts';
import { checkedText } from '../node/names.ts';
import { type ProductInFile, productInFiles } from '../outside/product-in-files.ts';
import { knowledgeOf } from '../record/knowledge.ts';
import { eventNamed } from '../record/log.ts';

/** The fields of the form in its order, each by its name there in the shape of a key. */
export const FIELDS_3911 = [
  'type-of-report',
  'incident-number',
  'date-of-initial-notification',
  'date-determined-illegitimate',
  'classification',
  'product-name',
  'primary-ingredients',
  'drug-use',
  'drug-description',
  'strength',
  'dosage-form',
  'quantity',
  'ndc',
  'serial-numbers',
  'lot-numbers',
  'expiration-dates',
  'description-of-event',
  'other-notifications',
  'company-name',
  'company-address',
  'company-type',
  'company-identifier',
  'contact-name',
  'contact-telephone',
  'contact-email',
] as const;

export type Field3911 = (typeof FIELDS_3911)[number];
export type Type3911 = 'initial' | 'follow-up' | 'termination';

/** Of a notification that FDA has not had before there are no such fields; others that may stay empty. */
const ONLY_LATER: readonly Field3911[] = ['incident-number', 'date-of-initial-notification'];
const OPTIONAL: readonly Field3911[] = ['other-notifications', 'company-identifier'];

export interface Form3911Request {
  /** Reports of packs of one product, as events. */
  readonly reports: readonly string[];
  readonly type: Type3911;
  /** What a person says of fields, which goes before what is known. */
  readonly fill: Readonly<Record<string, string>>;
  /** Where the text goes; `-` is standard output. */
  readonly out?: string | undefined;
}

export interface Form3911Data {
  readonly reports: readonly string[];
  readonly type: Type3911;
  readonly form: Readonly<Partial<Record<Field3911, string>>>;
  /** Fields that a person must fill in. */
  readonly missing: readonly Field3911[];
  /** SHA-256 of the kept file that says what the product is, where no own record does. */
  readonly document?: string;
  readonly file?: string;
}

interface Reported {
  readonly event: string;
  readonly at: number;
  readonly as: unknown;
  readonly note: string;
  readonly item: Readonly<Record<string, unknown>>;
}

/**
 * Fills in the form from reports of illegitimate packs of one product. Nothing is sent: FDA takes the form on its portal.
 * @throws not-found (66) for an event that is none or does not open here, usage (2) for reports of several products and for a
 * field that the form has not, wrong-state (14) where a pack was not reported as illegitimate
 */
export async function form3911(home: Home, request: Form3911Request): Promise<Form3911Data> {
  const typed = checkedFields(request.fill);
  const reports = home.ledger.read((view) => {
    const known = knowledgeOf(home, view);
    return request.reports.map((ref): Reported => {
      const event = eventNamed(home, view, ref);
      const told = event?.leaf.type === EVENT.report.type ? known.manifest(event) : undefined;
      if (event === undefined || told === undefined) {
        throw new PedigreeError('not-found', say('no-report', { ref }), { hint: say('log-lists-reports') });
      }
      const { as, note, item } = told as JsonObject;
      return { event: event.ref, at: event.leaf.at, as, note: String(note ?? ''), item: (item ?? {}) as JsonObject };
    });
  });
  for (const { event, as } of reports) mustBeIllegitimate(event, as, request.type);
  const product = await productOf(home, reports);
  const form = { ...known(home, reports, request.type, product), ...typed };
  const missing = FIELDS_3911.filter(
    (field) =>
      form[field] === undefined &&
      !OPTIONAL.includes(field) &&
      (request.type !== 'initial' || !ONLY_LATER.includes(field)),
  );
  const { document } = product;
  const data = {
    reports: reports.map(({ event }) => event),
    type: request.type,
    form,
    missing,
    ...(document === undefined ? {} : { document }),
  };
  if (request.out === undefined) return data;
  const file = write(home, request.out, formText(data));
  return file === undefined ? data : { ...data, file };
}

/** The form as lines to paste, what is missing marked. */
export function formText({ form, missing }: Pick<Form3911Data, 'form' | 'missing'>): string {
  const label = (field: Field3911) => `${field.charAt(0).toUpperCase()}${field.slice(1).replaceAll('-', ' ')}`;
  const lines = FIELDS_3911.flatMap((field) => {
    const value = form[field] ?? (missing.includes(field) ? '________' : undefined);
    return value === undefined ? [] : [`${label(field)}: ${value}`];
  });
  return `FDA Form 3911, Drug Notification\n\n${lines.join('\n')}\n`;
}

function checkedFields(fill: Readonly<Record<string, string>>): Partial<Record<Field3911, string>> {
  return Object.fromEntries(
    Object.entries(fill).map(([name, value]) => {
      if (!FIELDS_3911.some((field) => field === name)) {
        throw new PedigreeError('usage', say('no-field-3911', { name }), {
          hint: say('fields-3911', { fields: FIELDS_3911 }),
        });
      }
      return [name, checkedText(value, name, 2000)];
    }),
  );
}

/** FDA is told of illegitimate products; that a pack was cleared since ends the notification. */
function mustBeIllegitimate(event: string, as: unknown, type: Type3911): void {
  if (as === 'illegitimate' || (as === 'cleared' && type === 'termination')) return;
  throw new PedigreeError('wrong-state', say('not-illegitimate', { event, as: String(as) }), {
    hint: say('report-illegitimate'),
  });
}

/** What the reports say in one field of their items, each once. */
function saidOf(reports: readonly Reported[], name: string): readonly string[] {
  return [...new Set(reports.flatMap(({ item }) => (typeof item[name] === 'string' ? [item[name]] : [])))];
}

/** By own records, else by the files of senders who are believed. */
async function productOf(home: Home, reports: readonly Reported[]): Promise<Partial<ProductInFile>> {
  const gtins = saidOf(reports, 'gtin');
  const [gtin, ...others] = gtins;
  if (others.length > 0) throw new PedigreeError('usage', say('one-product-3911', { gtins }));
  if (gtin === undefined) return {};
  const own = listProducts(home).products.find((one) => one.gtin === gtin);
  if (own === undefined) return (await productInFiles(home, gtin, saidOf(reports, 'serial'))) ?? {};
  const { name, strength, form, codes } = own;
  return said({ name, strength, form, ndc: codes?.ndc });
}

function known(
  home: Home,
  reports: readonly Reported[],
  type: Type3911,
  product: Partial<ProductInFile>,
): Partial<Record<Field3911, string>> {
  const each = (name: string) => saidOf(reports, name);
  const first = reports.reduce((least, { at }) => Math.min(least, at), Infinity);
  const { roles, contact } = home.ledger.read((view) => ({
    roles: rolesHere(home, view),
    contact: view.authority().partyOf(home.self.chain)?.contact,
  }));
  const several = (values: readonly string[]) => (values.length === 0 ? undefined : values.join(', '));
  const fields: Readonly<Partial<Record<Field3911, string | undefined>>> = {
    'type-of-report': type,
    'date-determined-illegitimate': dayIn(home.env.zone(), first),
    'product-name': product.name,
    strength: product.strength,
    'dosage-form': product.form,
    quantity: String(Math.max(1, each('serial').length)),
    ndc: product.ndc,
    'serial-numbers': several(each('serial')),
    'lot-numbers': several(each('lot')),
    'expiration-dates': several(each('expiry')),
    'description-of-event': several([...new Set(reports.map(({ note }) => note).filter((note) => note !== ''))]),
    'company-name': home.self.name,
    'company-type': companyType(roles),
    'company-identifier': `GLN ${home.self.gln}`,
    ...contactOf(contact),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** What the form calls the roles here. */
function companyType(roles: readonly Role[]): string | undefined {
  const types = [
    ['manufacturer', 'Manufacturer'],
    ['distributor', 'Wholesale distributor'],
    ['dispenser', 'Dispenser (Pharmacy)'],
    ['logistics', 'Third-party logistics provider'],
  ] as const;
  const called = types.filter(([role]) => roles.includes(role)).map(([, type]) => type);
  return called.length === 0 ? undefined : called.join(', ');
}

/** A contact is one line: a mail address or a telephone number, or something that a person sorts. */
export function contactOf(contact: string | undefined): Partial<Record<'contact-telephone' | 'contact-email', string>> {
  const mail = /\S+@\S+/.exec(contact ?? '')?.[0];
  const phone = /\+?\d[\d ()/-]{5,}\d/.exec(contact ?? '')?.[0];
  return {
    ...(phone === undefined ? {} : { 'contact-telephone': phone }),
    ...(mail === undefined ? {} : { 'contact-email': mail }),
  };
}

function write(home: Home, path: string, text: string): string | undefined {
  const out = openOut(path, { kind: 'a form', isKind: () => false }, home.env.stdout);
  try {
    out.write(text);
    out.keep();
  } catch (error) {
    out.drop();
    throw error;
  }
  return path === '-' ? undefined : out.path;
}
