// A QR code in a terminal says what it is of, to whoever looks at the screen.
import { expect, it } from 'vitest';
import { qrLines } from '../../src/label/any-symbol.ts';
import { symbolsInPixels } from '../../src/scan/picture-reader.ts';

it('is read from the screen', async () => {
  const link = 'https://desk.hill.example:7418/#pair=ABCDE-FGHIJ-KLMN-OPQR-STUV-WXYZ';
  const lines = await qrLines(link);
  const scale = 4;
  const [width, height] = [(lines[0] ?? '').length * scale, lines.length * 2 * scale];
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sign = lines[Math.floor(y / scale / 2)]?.charAt(Math.floor(x / scale)) ?? ' ';
      const isUpper = Math.floor(y / scale) % 2 === 0;
      data[y * width + x] = sign === '█' || sign === (isUpper ? '▀' : '▄') ? 255 : 0;
    }
  }
  const { symbols } = await symbolsInPixels({ width, height, data }, { by: 'terminal' });
  expect(JSON.stringify(symbols)).toContain(link);
  expect(new Set(lines.map(({ length }) => length)).size).toBe(1);
});
