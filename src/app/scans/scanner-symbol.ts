// The calibration symbol as a picture file.
import { startsLike } from '../../label/formats.ts';
import { bitmapPng } from '../../label/png.ts';
import type { Grid } from '../../label/symbol.ts';
import { FOR_ALL } from '../../sync/out-file.ts';
import { openOut, type Stdout } from '../../sync/out-stream.ts';
import { phrase } from '../../words/en/scans.ts';

/** Pixels a module, and modules of white around: large enough for a screen, and for paper at 300 dpi. */
const SCALE = 8;
const QUIET = 4;
const DPI = 300;

/** Writes the symbol as PNG, `-` to standard output. @throws cannot-create (73), io-failed (74) */
export function writeSymbol({ columns, rows, dark }: Grid, file: string, stdout?: Stdout): void {
  const [width, height] = [(columns + 2 * QUIET) * SCALE, (rows + 2 * QUIET) * SCALE];
  const data = new Uint8Array(width * height);
  for (let y = 0; y < rows * SCALE; y++) {
    for (let x = 0; x < columns * SCALE; x++) {
      const isDark = dark[Math.floor(y / SCALE) * columns + Math.floor(x / SCALE)] ?? 0;
      data[(y + QUIET * SCALE) * width + x + QUIET * SCALE] = isDark;
    }
  }
  const picture = { kind: phrase('png-picture'), isKind: startsLike('png'), binary: true, mode: FOR_ALL };
  const out = openOut(file, picture, stdout);
  try {
    out.write(bitmapPng({ width, height, data }, DPI));
    out.keep();
  } finally {
    out.drop();
  }
}
