// One entry of the GS1 Syntax Dictionary: AIs, flags, components, attributes and title, read strictly.
import { badInput } from '../errors.ts';
import { LINTERS, type Linter } from './lint/index.ts';

/** One component of a value: so many characters of a set, and the rules about their content. */
export interface Component {
  readonly set: 'N' | 'X' | 'Y' | 'Z';
  readonly optional: boolean;
  readonly least: number;
  readonly most: number;
  readonly linters: readonly Linter[];
}

/** One alternative of "req": all members must be present; a member is an AI or a pattern such as `31nn`. */
export interface Requirement {
  readonly text: string;
  readonly groups: readonly (readonly string[])[];
}

/** What a line of the dictionary says about each AI in its range. */
export interface DictionaryEntry {
  readonly ais: readonly string[];
  /** Predefined length: no FNC1 follows the value. */
  readonly fixed: boolean;
  /** May be a data attribute in the query of a Digital Link. */
  readonly attribute: boolean;
  readonly components: readonly Component[];
  readonly requires: readonly Requirement[];
  readonly excludes: readonly string[];
  /** Sequences of qualifiers where the AI is a Digital Link primary key, else undefined. */
  readonly qualifiers: readonly (readonly string[])[] | undefined;
  readonly title: string;
}

const LONGEST_LINE = 150;
const MOST_COMPONENTS = 5;
const MOST_LINTERS = 3;
const MOST_QUALIFIERS = 5;
const LONGEST_ATTRIBUTES = 64;
const SETS = { N: 'csetnumeric', X: 'cset82', Y: 'cset39', Z: 'cset64' } as const;
const FLAGS = /^[*?!"$%&'()+,\-./:;<=>@[\\\]^_`{|}~]+$/;
const REFERENCE = /^\d+n*$/;
/** The retired AI 23 tells its length in its first digit, so its entry may be fixed and variable at once. */
const DERIVED_LENGTH = '23';

function refuse(reason: string, line: string): never {
  throw badInput(`syntax dictionary: ${reason}`, line.slice(0, 60));
}

function readAis(token: string, line: string): string[] {
  const [, first, last] = /^(\d{2,4})-(\d{2,4})$/.exec(token) ?? [];
  if (first === undefined || last === undefined) return /^\d{2,4}$/.test(token) ? [token] : refuse('no AI', line);
  const stem = first.slice(0, -1);
  const same = first.length === last.length && last.startsWith(stem) && first < last;
  if (!same) refuse('no range of AIs', line);
  const ais: string[] = [];
  for (let digit = Number(first.at(-1)); digit <= Number(last.at(-1)); digit++) ais.push(stem + digit);
  return ais;
}

/** Linters whose own check makes that of the character set needless, so a value is not walked twice. */
const CHECKS_DIGITS: ReadonlySet<string> = new Set(['csum', 'yymmd0', 'yymmdd', 'nonzero']);

function readComponent(token: string, line: string): Component {
  const [format = '', ...names] = token.split(',').filter((part) => part !== '');
  const shape = /^(\[?)([NXYZ])(?:([1-9]\d?)|\.\.([1-9]\d?))(\]?)$/.exec(format);
  if (!shape || (shape[1] === '[') !== (shape[5] === ']')) return refuse(`no component: ${format}`, line);
  const set = shape[2] as 'N' | 'X' | 'Y' | 'Z';
  const most = Number(shape[3] ?? shape[4]);
  if (names.length > MOST_LINTERS) refuse('too many linters', line);
  const linters = names.map((name) => LINTERS.get(name) ?? refuse(`unknown linter ${name}`, line));
  const characters = LINTERS.get(SETS[set]);
  if (characters && !(set === 'N' && CHECKS_DIGITS.has(names[0] ?? ''))) linters.unshift(characters);
  return { set, optional: shape[1] === '[', least: shape[3] === undefined ? 1 : most, most, linters };
}

function checkComponents(ais: readonly string[], fixed: boolean, components: readonly Component[], line: string): void {
  if (components.length === 0) refuse('no components', line);
  if (components.length > MOST_COMPONENTS) refuse('too many components', line);
  components.forEach((component, i) => {
    const variable = component.least !== component.most;
    if (variable && i < components.length - 1) refuse('varies before the end', line);
    if (!component.optional && components[i - 1]?.optional === true) refuse('mandatory after optional', line);
    if (fixed && (variable || component.optional) && ais[0] !== DERIVED_LENGTH)
      refuse('varies in length without FNC1', line);
  });
}

function references(value: string, separator: RegExp, line: string): string[] {
  const parts = value.split(separator);
  for (const part of parts)
    if (part.length < 2 || part.length > 4 || !REFERENCE.test(part)) refuse(`no AI or pattern: ${part}`, line);
  return parts;
}

/**
 * Reads one line of the dictionary.
 * @returns undefined for an empty line or a comment.
 * @throws bad-input with the reason where the line breaks the grammar in the dictionary's own header.
 */
export function readEntry(line: string): DictionaryEntry | undefined {
  if (line.length > LONGEST_LINE) refuse('line too long', line);
  const tokens = line.matchAll(/[^ \t]+/g);
  const next = (): { readonly text: string; readonly end: number } | undefined => {
    const match = tokens.next().value;
    return !match ? undefined : { text: match[0], end: match.index + match[0].length };
  };
  const first = next();
  if (!first || first.text.startsWith('#')) return undefined;
  const ais = readAis(first.text, line);
  let token = next();
  let flags = '';
  while (token && FLAGS.test(token.text)) {
    flags += token.text;
    token = next();
  }
  const fixed = flags.includes('*');
  const components: Component[] = [];
  while (token && /^[A-Z[]/.test(token.text)) {
    components.push(readComponent(token.text, line));
    token = next();
  }
  checkComponents(ais, fixed, components, line);
  const requires: Requirement[] = [];
  const excludes: string[] = [];
  let qualifiers: string[][] | undefined;
  let length = 0;
  while (token && token.text !== '#') {
    const attribute = /^([a-z]*)(?:=([a-z0-9\-+_,|]*))?$/.exec(token.text);
    const name = attribute?.[1] ?? '';
    if (length + token.text.length > LONGEST_ATTRIBUTES) refuse('attributes too long', line);
    length += token.text.length + 1;
    const value = attribute?.[2];
    if (name === '' || value === '') refuse(`no attribute: ${token.text}`, line);
    if (name === 'ex' && value !== undefined) excludes.push(...references(value, /,/, line));
    if (name === 'req' && value !== undefined) {
      references(value, /[,+]/, line);
      requires.push({ text: value, groups: value.split(',').map((group) => group.split('+')) });
    }
    if (name === 'dlpkey') {
      if (value !== undefined) references(value, /[,|]/, line);
      const sequences = value === undefined ? [[]] : value.split('|').map((sequence) => sequence.split(','));
      if (sequences.some((sequence) => sequence.length > MOST_QUALIFIERS)) refuse('too many qualifiers', line);
      qualifiers = [...(qualifiers ?? []), ...sequences];
    }
    token = next();
  }
  const title = !token ? '' : line.slice(token.end + 1);
  if (!/^[A-Za-z0-9#()\-+,./²³ ]*$/.test(title)) refuse('bad title', line);
  return {
    ais,
    fixed,
    attribute: flags.includes('?'),
    components,
    requires,
    excludes,
    qualifiers,
    title: title.trim(),
  };
}

/** The AI behind this one, or behind a range of ten that begins at it. */
export function following(ai: string, range: string): string {
  return String(Number(ai) + (range === '' ? 1 : 10)).padStart(ai.length, '0');
}

/** The lines of a dictionary from its compact form (scripts/gs1-table.ts): groups of entries, written out and abbreviated. */
export function unpack(plain: string, text = '', abbreviations = ''): string {
  // The characters that were given a meaning last may stand for text with those before.
  const full = abbreviations.split('\n').reduce((all, rule) => all.replaceAll(rule.charAt(0), rule.slice(1)), text);
  const groups = text === '' ? plain : `${plain}\n${full}`;
  const lines = groups.split('\n').flatMap((group) => {
    const [entry = '', ...ais] = group.split('\t');
    let first = '';
    let range = '';
    return ais.map((named) => {
      const [ai = '', digits = '', to = ''] = /^(\d+)(-\d)?/.exec(named) ?? [];
      [first, range] = ai === '' ? [following(first, range), range] : [digits, to];
      const title = named.slice(ai.length);
      const last = range && `-${first.slice(0, -1)}${range.slice(1)}`;
      return `${first}${last} ${entry.replace('$', `${first.slice(0, 3)}n`)}${title && ` # ${title}`}`;
    });
  });
  return lines.sort().join('\n');
}
