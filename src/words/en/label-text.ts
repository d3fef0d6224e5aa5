// What is said of labels that were printed and of labels that were read.
import { counted } from '../numbers.ts';
import { area, telling } from '../say.ts';

export const say = /* @__PURE__ */ area('label-text', () => ({
  printed: ({ labels, file }: { labels: number; file: string }) => `${counted(labels, 'label')}: ${file}`,
  'printed-pages': ({ labels, pages, file }: { labels: number; pages: number; file: string }) =>
    `${counted(labels, 'label')} on ${counted(pages, 'page')}: ${file}`,
  size: '{width}x{height} mm, modules of {module} mm ({use}, {dpi} dpi)',
  'labelled-so-far': ({ gtin, lot, packs }: { gtin: string; lot: string; packs: number }) =>
    `${gtin} lot ${lot}: ${counted(packs, 'pack')} labelled so far`,
  'labelled-again': ({ gtin, lot, packs, again }: { gtin: string; lot: string; packs: number; again: number }) =>
    `${gtin} lot ${lot}: ${counted(packs, 'pack')} labelled so far, ${again} of these again`,

  'not-gs1': 'does not keep to GS1: {why}',
  reads: 'reads; not compared with a ledger',
  agrees: 'reads, and the ledger agrees',
  says: 'reads; the ledger says {status}: {why}',
  genuine: 'genuine',
  caution: 'caution',
  unknown: 'unknown',
  stop: 'stop',
  repaired: 'put right',
  symbol: 'symbol',
  read: 'read',
  'correction-left': 'correction left',
  module: 'module',
  pixels: '{count} pixels',
  'module-good': '{module} mm, good for {fits}',
  'module-outside': '{module} mm, outside the GS1 tables',
  'module-mm': '{module} mm',
}));

export const phrase = /* @__PURE__ */ telling(say);
