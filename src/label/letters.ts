// The letters of a text as a label shows them. What the font has no letter for is refused: never a box or a question mark.
import { PedigreeError } from '../errors.ts';
import { phrase, say } from '../words/en/label.ts';
import type { Said } from '../words/say.ts';
import { CELL, font, type Glyph, type Stroke } from './font.ts';

/** A character with its marks. */
export interface Letter {
  readonly text: string;
  /** Places of 0.6 em that it takes. */
  readonly columns: number;
  readonly glyphs: readonly PlacedGlyph[];
}

/** In units of the font, from where the letter begins. */
export interface PlacedGlyph {
  readonly id: number;
  /** What it stands for. */
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly advance: number;
}

/** What every printer has in a font of its own. */
const ASCII = /^[ -~]*$/;

export const isAscii = (text: string): boolean => ASCII.test(text);

/** A name as it is printed: composed (NFC), one kind of blank, nothing invisible. */
export function printed(text: string): string {
  if (isAscii(text)) return text.trim();
  return text
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/\s/gu, ' ')
    .normalize('NFC')
    .trim();
}

const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Characters with their marks. */
export function clusters(text: string): readonly string[] {
  return isAscii(text) ? [...text] : Array.from(SEGMENTER.segment(text), ({ segment }) => segment);
}

/** How many places a text takes. */
export function columnsOf(text: string): number {
  return isAscii(text) ? text.length : lettersOf(text).reduce((sum, { columns }) => sum + columns, 0);
}

/** @throws bad-input (65) naming the characters for which the font has no letter */
export function lettersOf(text: string): readonly Letter[] {
  const letters: Letter[] = [];
  for (const cluster of clusters(text)) {
    const letter = letterOf(cluster);
    if (letter === undefined) throw noLetters(text);
    letters.push(letter);
  }
  return letters;
}

/** @throws bad-input (65) as `lettersOf` does, with the way out that a command knows */
export function mustHaveLetters(text: string, hint: string | Said = HINT): void {
  const shown = printed(text);
  if (isAscii(shown)) return;
  if (clusters(shown).some((cluster) => letterOf(cluster) === undefined)) throw noLetters(shown, hint);
}

const HINT = say('labels-printed-in-latin');
const NAMED = 8;

function noLetters(text: string, hint: string | Said = HINT): PedigreeError {
  const missing = [...new Set(clusters(text).filter((cluster) => letterOf(cluster) === undefined))];
  const shown = missing.slice(0, NAMED).map(named);
  const more = missing.length > NAMED ? phrase('and-more', { count: missing.length - NAMED }) : '';
  return new PedigreeError('bad-input', say('no-letters', { shown, more, text }), {
    hint,
    detail: { characters: missing.slice(0, 100), text },
  });
}

/** The character and its number, the number alone where it would not show. */
function named(cluster: string): string {
  const codes = Array.from(cluster, (character) => `U+${hex(character.codePointAt(0) ?? 0)}`).slice(0, NAMED);
  return /^[\p{L}\p{N}\p{P}\p{S}]/u.test(cluster) ? `${cluster} (${codes.join(' ')})` : codes.join(' ');
}

const hex = (code: number): string => code.toString(16).toUpperCase().padStart(4, '0');

/** Scripts whose letters stand side by side as they come; others would have to be joined or turned. */
const SIMPLE =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}][\p{Script=Inherited}\p{Script=Cyrillic}]*$/u;
/** More marks on a letter than any language puts there run into the line above. */
const MOST_MARKS = 3;
/** What the tallest letters of the font reach, in its units. */
const [LOWEST, HIGHEST] = [-320, 1180];

const known = new Map<string, Letter | undefined>();

function letterOf(cluster: string): Letter | undefined {
  let letter = known.get(cluster);
  if (letter === undefined && !known.has(cluster)) {
    letter = shaped(cluster);
    known.set(cluster, letter);
  }
  return letter;
}

function shaped(cluster: string): Letter | undefined {
  const codes = Array.from(cluster, (character) => character.codePointAt(0) ?? 0);
  if (codes.length > 1 + MOST_MARKS || !SIMPLE.test(cluster)) return undefined;
  const file = font();
  if (!codes.every((code) => file.hasGlyphForCodePoint(code))) return undefined;
  const [code = 0] = codes;
  const glyphs = codes.length === 1 ? [alone(file.glyphForCodePoint(code), cluster)] : withMarks(cluster);
  const advance = glyphs?.reduce((sum, glyph) => sum + glyph.advance, 0) ?? 0;
  if (glyphs === undefined || advance <= 0 || glyphs.some(({ id }) => id === 0)) return undefined;
  const letter = { text: cluster, columns: Math.ceil(advance / CELL), glyphs };
  return cluster === ' ' || hasInk(letter) ? letter : undefined;
}

function alone(shape: Glyph, text: string): PlacedGlyph {
  return { id: shape.id, text, x: 0, y: 0, advance: shape.advanceWidth };
}

/**
 * The letter with its marks where the font puts them; undefined where it puts one nowhere, or out of the line. Several
 * characters may have become one glyph: then the last stands for what is left of them.
 */
function withMarks(cluster: string): readonly PlacedGlyph[] | undefined {
  const { glyphs, positions } = font().layout(cluster);
  const characters = [...cluster];
  if (glyphs.length > characters.length) return undefined;
  let pen = 0;
  const placed = glyphs.map((shape, at): PlacedGlyph => {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[at] ?? {};
    const text = at < glyphs.length - 1 ? (characters[at] ?? '') : characters.slice(at).join('');
    const glyph = { id: shape.id, text, x: pen + xOffset, y: yOffset, advance: xAdvance };
    pen += xAdvance;
    return glyph;
  });
  const [base, ...marks] = placed;
  if (base === undefined || marks.some((mark) => mark.advance !== 0 || mark.x === pen)) return undefined;
  const heights = strokesOf({ text: cluster, columns: 1, glyphs: placed }).flatMap(({ args }) =>
    args.filter((_, at) => at % 2 === 1),
  );
  return heights.every((y) => y >= LOWEST && y <= HIGHEST) ? placed : undefined;
}

const hasInk = (letter: Letter): boolean => strokesOf(letter).length > 0;

/** The outline of a letter. */
export function strokesOf({ glyphs }: Letter): readonly Stroke[] {
  return glyphs.flatMap(({ id, x, y }) =>
    font()
      .getGlyph(id)
      .path.commands.map(({ command, args }) => ({
        command,
        args: args.map((value, at) => value + (at % 2 === 0 ? x : y)),
      })),
  );
}
