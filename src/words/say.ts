// What is said, apart from how it sounds: below there are ids with values, and here they become sentences of the language
// that the process speaks. English is the language of the code, others take its place sentence by sentence.

/** What stands in a sentence: text and numbers as they are, what is itself said in the same language, lists in a row. */
export type Value = string | number | Said | readonly (string | number | Said)[];

/** Something to be said: which sentence, and what fills it. */
export interface Said {
  /** Area and name: `steps/no-lot`. */
  readonly id: string;
  readonly values: Readonly<Record<string, Value>>;
}

/**
 * A sentence with `{name}` in the place of each value, and `{name:pack|packs}` in that of a word for one or for more of it; or
 * a function of them, where words depend on more.
 */
type Entry = string | ((values: never) => string);
/** The sentences of an area. It is made when the first of them is said. */
export type Table = Readonly<Record<string, Entry>>;
export type Tables = Readonly<Record<string, () => Table>>;

type Places<T extends string> = T extends `${string}{${infer Place}}${infer Rest}`
  ? NameOf<Place> | Places<Rest>
  : never;
type NameOf<Place extends string> = Place extends `${infer Name}:${string}` ? Name : Place;
/** Functions are given what is said as words. */
type Given<V> = { readonly [K in keyof V]: string extends V[K] ? V[K] | Said : V[K] };
type ValuesOf<E> = E extends string
  ? { readonly [K in Places<E>]: Value }
  : E extends (values: infer V) => string
    ? Given<V>
    : never;
/** Says a sentence of an area; a value that is missing or not in it does not compile. */
export type Say<T extends Table, Result = Said> = <Id extends keyof T & string>(
  id: Id,
  ...values: keyof ValuesOf<T[Id]> extends never ? [] : [values: ValuesOf<T[Id]>]
) => Result;
export type Tell<T extends Table> = Say<T, string>;

/** An area in another language: every sentence of the English one, from the same values. */
export type Translated<S> =
  S extends Say<infer T>
    ? () => {
        readonly [Id in keyof T]: string | (T[Id] extends (values: infer V) => string ? (values: V) => string : never);
      }
    : never;

const NOTHING: Said['values'] = {};
const english: Record<string, () => Table> = {};
/** English text as the code has it → what is said in its place. */
export type Phrases = Readonly<Record<string, string>>;

/** A language with what it has to say. */
export interface Speech {
  readonly language: string;
  readonly tables: Tables;
  readonly phrases: Phrases;
}

let everywhere: Speech = { language: 'en', tables: {}, phrases: {} };
let here: (() => Speech | undefined) | undefined;

const spoken = (): Speech => here?.() ?? everywhere;

/** A language for `speaksHere`, whose areas are made when they are first asked for. */
export function speech(language: string, tables: Tables, phrases: Phrases = {}): Speech {
  const made = Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, once(table)]));
  return { language, phrases, tables: made };
}

/** Whoever answers several people at a time says here who is being answered; undefined is the language of the process. */
export function speaksHere(by: () => Speech | undefined): void {
  here = by;
}

/** Names an area with its English sentences, and gives what says them. */
export function area<const T extends Table>(name: string, table: () => T): Say<T> {
  english[name] = once(table);
  return (id, ...values) => ({ id: `${name}/${id}`, values: values[0] ?? NOTHING });
}

/** All that is said in English: what another language has to say, as far as its areas were imported. */
export function englishTables(): Tables {
  return english;
}

/** From now on the process speaks this language; what has no sentence in it is said in English. */
export function speak(language: string, tables: Tables, phrases: Phrases = {}): void {
  speakIn(speech(language, tables, phrases));
}

export function speakIn(one: Speech): void {
  everywhere = one;
}

let isAlone = false;
/** The name of a sentence for a party that works alone ends so. */
export const ALONE = '@alone';

/** From now on those sentences are said that are for a party that works alone, where there are any: no news can come to it. */
export function sayAlone(is: boolean): void {
  isAlone = is;
}

/** The language that is spoken, `en` where nobody has chosen one. */
export function spokenLanguage(): string {
  return spoken().language;
}

/** A text that describes a command, in the language that is spoken. The description is its key: it has one place, the command's. */
export function translated(english: string): string {
  return spoken().phrases[english] ?? english;
}

/** What is said, in words. */
export function sentence({ id, values }: Said): string {
  const [of = '', name = ''] = id.split('/');
  const entry = (isAlone ? entryOf(of, name + ALONE) : undefined) ?? entryOf(of, name) ?? id;
  if (typeof entry === 'string' && values === NOTHING) return entry;
  if (typeof entry === 'string') return filled(entry, (key) => inWords(values[key] ?? `{${key}}`));
  const given = Object.entries(values).map(([key, value]) => [key, isSaid(value) ? sentence(value) : value]);
  return entry(Object.fromEntries(given) as never);
}

let isEnglish = false;

/** What is said, in the language of the code whatever is spoken: for answers that programs keep. */
export function inEnglish(said: Said): string {
  isEnglish = true;
  try {
    return sentence(said);
  } finally {
    isEnglish = false;
  }
}

function entryOf(of: string, name: string): Entry | undefined {
  return (isEnglish ? undefined : spoken().tables[of]?.()[name]) ?? english[of]?.()[name];
}

const cut = new Map<string, readonly (string | undefined)[]>();
/** Of each part of a sentence: text, then a name, then the words for one and for more, if it has any. */
const PART = 4;

// There are as many sentences as the tables have, and each is cut once.
function partsOf(template: string): readonly (string | undefined)[] {
  let parts = cut.get(template);
  if (parts === undefined) {
    parts = template.split(/\{(\w+)(?::([^{|}]*)\|([^{|}]*))?\}/);
    cut.set(template, parts);
  }
  return parts;
}

/** A sentence of the tables with its braces filled. */
export function filled(template: string, word: (name: string) => string): string {
  const parts = partsOf(template);
  let text = parts[0] ?? '';
  for (let i = 1; i < parts.length; i += PART) {
    const said = word(parts[i] ?? '');
    text += (said === '1' ? parts[i + 1] : parts[i + 2]) ?? said;
    text += parts[i + 3];
  }
  return text;
}

/** The names in the braces of a sentence of the tables. */
export function placesIn(template: string): readonly string[] {
  return partsOf(template).filter((part, i) => i % PART === 1 && part !== undefined) as string[];
}

/** What is said as JSON has it: what is itself said is text, so that values are text, numbers and lists of them. */
export function flat({ id, values }: Said): Said {
  const text = (value: Value): Value => {
    if (isSaid(value)) return sentence(value);
    return typeof value === 'object' ? value.map((one) => text(one) as string | number) : value;
  };
  return { id, values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, text(value)])) };
}

/** What says a sentence at once, for whoever writes text: the same ids and values. */
export function telling<T extends Table>(say: Say<T>): Tell<T> {
  return (id, ...values) => sentence(say(id, ...values));
}

/** Text that may have been put into words already. */
export function textOf(said: string | Said): string {
  return typeof said === 'string' ? said : sentence(said);
}

function inWords(value: Value): string {
  if (isSaid(value)) return sentence(value);
  return typeof value === 'object' ? value.map(inWords).join(', ') : `${value}`;
}

/** Functions may be given nothing for what need not be said. */
function isSaid(value: Value | undefined): value is Said {
  return (value as Said | undefined)?.id !== undefined;
}

function once(make: () => Table): () => Table {
  let table: Table | undefined;
  return () => (table ??= make());
}
