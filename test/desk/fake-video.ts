// A film for the browser's fake camera: a label that turns to and fro, in raw frames (YUV4MPEG2), made when a test runs.
import { closeSync, openSync, writeSync } from 'node:fs';
import { PNG } from 'pngjs';
import { dataMatrixPng } from '../../src/label/data-matrix.ts';

const [WIDTH, HEIGHT, FRAMES, PER_SECOND] = [1280, 720, 30, 15];

/** The film of one scan, so many pixels a module, turning up to so many degrees to either side. */
export async function labelFilm(file: string, scan: string, pixels: number, degrees: number): Promise<void> {
  // One pixel of the picture is half a module.
  const { width, height, data } = PNG.sync.read(
    Buffer.from(await dataMatrixPng(scan.replace(/^\]d2/, ''), { scale: 1 })),
  );
  const isDark = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && (data[(Math.floor(y) * width + Math.floor(x)) * 4] ?? 255) < 128;
  const out = openSync(file, 'w');
  writeSync(out, `YUV4MPEG2 W${WIDTH} H${HEIGHT} F${PER_SECOND}:1 Ip A1:1 C420mpeg2\n`);
  const grey = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  for (let frame = 0; frame < FRAMES; frame++) {
    const angle = (degrees * Math.PI * Math.sin((2 * Math.PI * frame) / FRAMES)) / 180;
    const [cos, sin] = [Math.cos(angle) / (pixels / 2), Math.sin(angle) / (pixels / 2)];
    const light = Buffer.alloc(WIDTH * HEIGHT, 235);
    const half = Math.ceil((Math.hypot(width, height) * pixels) / 4);
    for (let y = -half; y < half; y++) {
      for (let x = -half; x < half; x++) {
        if (isDark(x * cos + y * sin + width / 2, y * cos - x * sin + height / 2))
          light[(y + HEIGHT / 2) * WIDTH + x + WIDTH / 2] = 25;
      }
    }
    writeSync(out, 'FRAME\n');
    writeSync(out, light);
    writeSync(out, grey);
  }
  closeSync(out);
}
