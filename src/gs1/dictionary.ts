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
/** AIs, flags, components, attributes and the title of a line; a comment and an empty line have no first word. */
const ENTRY =
  /^[ \t]*([^ \t#][^ \t]*)((?:[ \t]+[*?!"$%&'()+,\-./:;<=>@[\\\]^_`{|}~]+(?![^ \t]))*)((?:[ \t]+[A-Z[][^ \t]*)*)(.*?)(?:[ \t]#(?:[ \t](.*))?)?$/s;
const REFERENCE = /^(?=.{2,4}$)\d+n*$/;
/** What stands between the AIs that an attribute names. */
const SEPARATORS: Readonly<Record<string, RegExp>> = { ex: /,/, req: /[,+]/, dlpkey: /[,|]/ };
/** The retired AI 23 tells its length in its first digit, so its entry may be fixed and variable at once. */
const DERIVED_LENGTH = '23';

function refuse(reason: string, line: string): never {
  throw badInput(`syntax dictionary: ${reason}`, line.slice(0, 60));
}

function words(text: string): readonly string[] {
  return text.match(/[^ \t]+/g) ?? [];
}

function readAis(token: string, line: string): string[] {
  const [, first = '', last = first] = /^(\d{2,4})(?:-(\d{2,4}))?$/.exec(token) ?? [];
  const stem = first.slice(0, -1);
  const count = Number(last) - Number(first) + 1;
  if (first === '' || stem !== last.slice(0, -1) || count < 1 || (count === 1 && token !== first))
    refuse('no AI, or no range of AIs', line);
  return Array.from({ length: count }, (_, i) => stem + (Number(first.at(-1)) + i));
}

/** Linters whose own check makes that of the character set needless, so a value is not walked twice. */
const CHECKS_DIGITS: ReadonlySet<string> = new Set(['csum', 'yymmd0', 'yymmdd', 'nonzero']);

function readComponent(token: string, line: string): Component {
  const [format = '', ...names] = token.split(',').filter((part) => part !== '');
  const [, opening, set, upTo, digits, closing] = /^(\[)?([NXYZ])(\.\.)?([1-9]\d?)(\])?$/.exec(format) ?? [];
  if (!set || !opening !== !closing) refuse(`no component: ${format}`, line);
  if (names.length > MOST_LINTERS) refuse('too many linters', line);
  const linters = names.map((name) => LINTERS.get(name) ?? refuse(`unknown linter ${name}`, line));
  const characters = LINTERS.get(SETS[set as Component['set']]);
  if (characters && !(set === 'N' && CHECKS_DIGITS.has(names[0] ?? ''))) linters.unshift(characters);
  const most = Number(digits);
  return { set: set as Component['set'], optional: opening !== undefined, least: upTo ? 1 : most, most, linters };
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

/**
 * Reads one line of the dictionary.
 * @returns undefined for an empty line or a comment.
 * @throws bad-input with the reason where the line breaks the grammar in the dictionary's own header.
 */
export function readEntry(line: string): DictionaryEntry | undefined {
  if (line.length > LONGEST_LINE) refuse('line too long', line);
  const [, name, flags = '', values = '', rest = '', title = ''] = ENTRY.exec(line) ?? [];
  if (name === undefined) return undefined;
  const ais = readAis(name, line);
  const fixed = flags.includes('*');
  const components = words(values).map((token) => readComponent(token, line));
  checkComponents(ais, fixed, components, line);
  const attributes = words(rest);
  if (attributes.join(' ').length > LONGEST_ATTRIBUTES) refuse('attributes too long', line);
  const requires: Requirement[] = [];
  const excludes: string[] = [];
  let qualifiers: string[][] | undefined;
  for (const attribute of attributes) {
    const [, key = refuse(`no attribute: ${attribute}`, line), value] =
      /^([a-z]+)(?:=([a-z0-9\-+_,|]+))?$/.exec(attribute) ?? [];
    const separator = SEPARATORS[key];
    for (const part of (separator && value?.split(separator)) ?? [])
      if (!REFERENCE.test(part)) refuse(`no AI or pattern: ${part}`, line);
    if (key === 'ex' && value) excludes.push(...value.split(','));
    if (key === 'req' && value)
      requires.push({ text: value, groups: value.split(',').map((group) => group.split('+')) });
    if (key === 'dlpkey') {
      const sequences = value?.split('|').map((sequence) => sequence.split(',')) ?? [[]];
      if (sequences.some((sequence) => sequence.length > MOST_QUALIFIERS)) refuse('too many qualifiers', line);
      qualifiers = [...(qualifiers ?? []), ...sequences];
    }
  }
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

/** The lines of a dictionary from its compact form (scripts/gs1-table.ts): groups of entries. */
export function unpack(groups: string): string {
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
