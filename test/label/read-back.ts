// Prints become pictures again: SVG by resvg, PDF by poppler, ZPL by a renderer of Zebra's language.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
