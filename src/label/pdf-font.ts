// The letters of a PDF: a subset of the font, and what each glyph stands for, so that text can be found and copied
// (ISO 32000-1, 9.7 composite fonts and 9.10.3 ToUnicode).
import { deflateSync } from 'node:zlib';
import { CELL, EM, font, type Subset } from './font.ts';
import { CHARACTER, type PlacedText } from './layout.ts';
import { type Letter, lettersOf, type PlacedGlyph } from './letters.ts';

interface Used extends PlacedGlyph {
  /** Its number in the subset. */
  readonly inSubset: number;
}

/** Most entries of a section of a CMap. */
const SECTION = 100;

export class PdfFont {
  readonly #subset: Subset = font().createSubset();
  /** In the order of their codes, from 1: one for each glyph and what it stands for there, and how far it goes. */
  readonly #used: Used[] = [];
  readonly #codes = new Map<string, string>();
  readonly #letters = new Map<Letter, string>();

  /** Operators that show a line; `x` and `y` of its beginning in points. */
  show({ size, text: line }: PlacedText, x: number, y: number, points: (mm: number) => number): string {
    const shown: string[] = [`/F ${points(size)} Tf`];
    let run = '';
    let from = 0;
    let column = 0;
    const at = (units: number, up: number): string => {
      const [right, above] = [x + points((units / EM) * size), y + points((up / EM) * size)];
      return `1 0 0 1 ${rounded(right)} ${rounded(above)} Tm`;
    };
    const flush = (): void => {
      if (run !== '') shown.push(at(from * CHARACTER * EM, 0), `<${run}> Tj`);
      run = '';
    };
    for (const letter of lettersOf(line)) {
      const { text, columns, glyphs } = letter;
      if (run === '') from = column;
      const code = this.#plain(letter);
      if (code !== undefined) run += code;
      else {
        flush();
        // What takes several steps to draw is still one letter to who looks for it: each step ends where the letter does.
        shown.push(`/Span << /ActualText <feff${utf16(text)}> >> BDC`);
        for (const glyph of glyphs) {
          shown.push(
            at(column * CHARACTER * EM + glyph.x, glyph.y),
            `<${this.#code({ ...glyph, advance: columns * CELL - glyph.x })}> Tj`,
          );
        }
        shown.push('EMC');
      }
      column += columns;
    }
    flush();
    return shown.join(' ');
  }

  /** The code of a letter that is one glyph and as wide as its places. */
  #plain(letter: Letter): string | undefined {
    let code = this.#letters.get(letter);
    if (code !== undefined) return code;
    const { columns, glyphs } = letter;
    const [first] = glyphs;
    if (first === undefined || glyphs.length > 1 || first.advance !== columns * CELL) return undefined;
    code = this.#code(first);
    this.#letters.set(letter, code);
    return code;
  }

  #code(glyph: PlacedGlyph): string {
    const key = `${glyph.id} ${glyph.advance} ${glyph.text}`;
    let code = this.#codes.get(key);
    if (code === undefined) {
      this.#used.push({ ...glyph, inSubset: this.#subset.includeGlyph(glyph.id) });
      code = hex(this.#used.length);
      this.#codes.set(key, code);
    }
    return code;
  }

  /** The bodies of the objects, the font itself first; `number` of the first of the others, which follow one another. */
  objects(number: number): readonly Buffer[] {
    const { postscriptName, bbox, ascent, descent, capHeight } = font();
    const name = `LABELS+${postscriptName}`;
    const file = Buffer.from(this.#subset.encode());
    const box = [bbox.minX, bbox.minY, bbox.maxX, bbox.maxY].map(Math.round).join(' ');
    const widths = this.#used.flatMap(({ advance }, at) => (advance === CELL ? [] : [`${at + 1} [${advance}]`]));
    const glyphs = Buffer.alloc(2 * (this.#used.length + 1));
    this.#used.forEach(({ inSubset }, at) => void glyphs.writeUInt16BE(inSubset, 2 * (at + 1)));
    const of = (index: number) => `${number + index} 0 R`;
    return [
      Buffer.from(
        `<< /Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /Identity-H /DescendantFonts [${of(0)}] /ToUnicode ${of(4)} >>`,
      ),
      Buffer.from(
        `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> ` +
          `/FontDescriptor ${of(1)} /DW ${CELL} /W [${widths.join(' ')}] /CIDToGIDMap ${of(3)} >>`,
      ),
      Buffer.from(
        `<< /Type /FontDescriptor /FontName /${name} /Flags 5 /FontBBox [${box}] /ItalicAngle 0 ` +
          `/Ascent ${ascent} /Descent ${descent} /CapHeight ${capHeight} /StemV 84 /FontFile2 ${of(2)} >>`,
      ),
      stream(file, ` /Length1 ${file.length}`),
      stream(glyphs),
      stream(Buffer.from(this.#meanings())),
    ];
  }

  #meanings(): string {
    const lines = this.#used.map(({ text }, at) => `<${hex(at + 1)}> <${utf16(text)}>`);
    const sections: string[] = [];
    for (let at = 0; at < lines.length; at += SECTION) {
      const some = lines.slice(at, at + SECTION);
      sections.push(`${some.length} beginbfchar\n${some.join('\n')}\nendbfchar`);
    }
    return [
      '/CIDInit /ProcSet findresource begin',
      '12 dict begin',
      'begincmap',
      '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
      '/CMapName /Adobe-Identity-UCS def',
      '/CMapType 2 def',
      '1 begincodespacerange',
      '<0000> <ffff>',
      'endcodespacerange',
      ...sections,
      'endcmap',
      'CMapName currentdict /CMap defineresource pop',
      'end',
      'end',
    ].join('\n');
  }
}

/** The body of an object that is a compressed stream. */
export function stream(data: Buffer, more = ''): Buffer {
  const packed = deflateSync(data);
  const head = `<< /Length ${packed.length}${more} /Filter /FlateDecode >>\nstream\n`;
  return Buffer.concat([Buffer.from(head), packed, Buffer.from('\nendstream')]);
}

const utf16 = (text: string): string => Buffer.from(text, 'utf16le').swap16().toString('hex');

const hex = (code: number): string => code.toString(16).padStart(4, '0');

const rounded = (points: number): number => Math.round(points * 10_000) / 10_000;
