// Prints become pictures again: SVG by resvg, PDF by poppler, ZPL by a renderer of Zebra's language.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { Resvg } from '@resvg/resvg-js';
import { readPicture } from '../../src/scan/picture.ts';

/** What a scanner types, of every symbol. */
export async function textsIn(picture: Uint8Array): Promise<readonly string[]> {
  return (await readPicture(picture)).map(({ text }) => text);
}

export function svgPicture(svg: string, dpi: number): Uint8Array {
  return new Resvg(svg, { fitTo: { mode: 'zoom', value: dpi / 96 } }).render().asPng();
}

export const POPPLER = spawnSync('pdftoppm', ['-v']).status === 0 || undefined;

/** Every page at 300 dpi. */
export function pdfPictures(pdf: Uint8Array): readonly Uint8Array[] {
  const dir = mkdtempSync(join(tmpdir(), 'pedigree-pdf-'));
  try {
    writeFileSync(join(dir, 'in.pdf'), pdf);
    const done = spawnSync('pdftoppm', ['-png', '-r', '300', 'in.pdf', 'page'], { cwd: dir });
    if (done.status !== 0) throw new Error(String(done.stderr));
    const pages = readdirSync(dir).filter((name) => name.startsWith('page'));
    return pages.toSorted().map((name) => readFileSync(join(dir, name)));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const DOTS_A_MM: Readonly<Record<number, number>> = { 152: 6, 203: 8, 300: 12, 600: 24 };

/** Every label of a ZPL file. */
export async function zplPictures(
  zpl: string,
  label: { readonly width: number; readonly height: number; readonly dpi: number },
): Promise<readonly Uint8Array[]> {
  const { ready } = await import('zpl-renderer-js');
  const { api } = await ready;
  const { width, height, dpi } = label;
  const pictures = await api.zplToBase64MultipleAsync(zpl, width, height, DOTS_A_MM[dpi]);
  return pictures.map((picture) => Buffer.from(picture, 'base64'));
}

/** A letter of a PDF: what it says it stands for, and the outline that is drawn. */
export interface PdfLetter {
  readonly text: string;
  readonly outline: string;
}

/** The lines of a PDF by its own tables: codes → ToUnicode, and codes → glyphs of the font that lies in the file. */
export async function pdfLines(pdf: Uint8Array): Promise<readonly (readonly PdfLetter[])[]> {
  const { create } = await import('fontkit');
  const whole = Buffer.from(pdf).toString('latin1');
  const objects = new Map(
    [...whole.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, number = '', body = '']) => [number, body]),
  );
  const body = (number = '') => objects.get(number) ?? '';
  const to = (from: string, name: string) => body(new RegExp(`/${name} \\[?(\\d+) 0 R`).exec(from)?.[1]);
  const inflated = (object: string) => {
    const start = object.indexOf('stream\n') + 'stream\n'.length;
    return inflateSync(Buffer.from(object.slice(start, object.lastIndexOf('\nendstream')), 'latin1'));
  };
  const composite = body(/\/Font << \/F (\d+) 0 R/.exec(whole)?.[1]);
  const descendant = to(composite, 'DescendantFonts');
  const file = create(inflated(to(to(descendant, 'FontDescriptor'), 'FontFile2')));
  const glyphs = inflated(to(descendant, 'CIDToGIDMap'));
  const meanings = new Map(
    [
      ...inflated(to(composite, 'ToUnicode'))
        .toString()
        .matchAll(/^<([0-9a-f]{4})> <([0-9a-f]+)>$/gm),
    ].map(([, code = '', units = '']) => [code, Buffer.from(units, 'hex').swap16().toString('utf16le')]),
  );
  const letter = (code: string): PdfLetter => ({
    text: meanings.get(code) ?? '\ufffd',
    outline: file.getGlyph(glyphs.readUInt16BE(2 * Number.parseInt(code, 16))).path.toSVG(),
  });
  const pages = [...whole.matchAll(/\/Contents (\d+) 0 R/g)].map(([, number]) => inflated(body(number)).toString());
  return pages.flatMap((page) =>
    [...page.matchAll(/^\/F .*$/gm)].map(([line]) =>
      [...line.matchAll(/<([0-9a-f]+)> Tj/g)].flatMap(([, codes = '']) => (codes.match(/.{4}/g) ?? []).map(letter)),
    ),
  );
}

/** What poppler takes for the text of a PDF. */
export function pdfText(pdf: Uint8Array): string {
  return String(spawnSync('pdftotext', ['-raw', '-', '-'], { input: pdf }).stdout);
}
