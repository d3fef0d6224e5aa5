// The pictures of the documentation: docs.test.ts holds them against what the program answers now; here it is asked whether they
// say what they are there for.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { type Form, PALETTES } from '../scripts/docs/pictures/svg.ts';
import { PICTURE_FOLDER } from '../scripts/docs/pictures.ts';
import { packOf, parse } from '../src/gs1/index.ts';
import { ROOT } from './cli/program.ts';
import { svgPicture, textsIn } from './label/read-back.ts';

const FORMS = Object.keys(PALETTES) as Form[];
const drawn = (name: string, form: Form) => readFileSync(join(ROOT, PICTURE_FOLDER, `${name}-${form}.svg`), 'utf8');
const texts = (svg: string) => [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);

/** Relative luminance of sRGB. WCAG 2.2. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

describe.each(FORMS)('in the %s form', (form) => {
  it('every ink can be read on its ground', () => {
    const { ground, frame: _, ...inks } = PALETTES[form];
    for (const [name, ink] of Object.entries(inks)) {
      const [light = 0, dark = 0] = [luminance(ground), luminance(ink)].toSorted((a, b) => b - a);
      expect([name, (light + 0.05) / (dark + 0.05) >= 4.5]).toEqual([name, true]);
    }
  });

  it('the code of the pack is read by the own reader as what stands beside it', async () => {
    const svg = drawn('pack', form);
    const [scan = '', ...more] = await textsIn(svgPicture(svg, 192));
    expect(more).toEqual([]);
    const { elements, errors } = parse(scan);
    expect([errors, elements.length]).toEqual([[], 4]);
    expect(packOf(elements)).toMatchObject({ gtin: '09506000134352', lot: 'AMX-2611' });
    for (const { ai, value } of elements) expect(texts(svg)).toContain(`(${ai}) ${value}`);
  });

  it('three verdicts differ in their first word', () => {
    const first = texts(drawn('verdicts', form)).filter((text) => /^[A-Z ]+$/.test(text));
    expect(first).toEqual(['GENUINE', 'STOP', 'CANNOT TELL']);
  });

  it('nobody of the network reads everything but what it wrote itself', () => {
    const words = texts(drawn('network', form));
    expect(words.filter((word) => word === 'cannot read').length).toBeGreaterThan(8);
    expect(words.filter((word) => word === 'wrote it')).toHaveLength(7);
  });
});

test('a picture says in words what it shows', () => {
  for (const name of ['pack', 'verdicts', 'network']) {
    expect(/<title>([^<]{20,})<\/title>/.exec(drawn(name, 'light'))?.[1]).toBeDefined();
  }
});
