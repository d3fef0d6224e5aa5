// The entries of the four AIs that nearly all packs have, as the dictionary's lines read: so that a scan at the counter need not
// read them first. test/gs1/pack-table.test.ts holds them to those lines.
import type { DictionaryEntry } from './dictionary.ts';
import { cset82 } from './lint/character-sets.ts';
import { csum, gcppos2 } from './lint/check-digits.ts';
import { yymmd0 } from './lint/dates.ts';

const TEXT = { set: 'X', optional: false, least: 1, most: 20, linters: [cset82] } as const;

/** By line. */
export const READ_ALREADY: Readonly<Record<string, DictionaryEntry>> = {
  '01 *? N14,csum,gcppos2 ex=255,37 dlpkey=22,10,21|235 # GTIN': {
    ais: ['01'],
    fixed: true,
    attribute: true,
    components: [{ set: 'N', optional: false, least: 14, most: 14, linters: [csum, gcppos2] }],
    requires: [],
    excludes: ['255', '37'],
    qualifiers: [['22', '10', '21'], ['235']],
    title: 'GTIN',
  },
  '10 ? X..20 req=01,02,03,8006,8026 # BATCH/LOT': {
    ais: ['10'],
    fixed: false,
    attribute: true,
    components: [TEXT],
    requires: [{ text: '01,02,03,8006,8026', groups: [['01'], ['02'], ['03'], ['8006'], ['8026']] }],
    excludes: [],
    qualifiers: undefined,
    title: 'BATCH/LOT',
  },
  '17 *? N6,yymmd0 req=01,02,03,255,8006,8026 # USE BY or EXPIRY': {
    ais: ['17'],
    fixed: true,
    attribute: true,
    components: [{ set: 'N', optional: false, least: 6, most: 6, linters: [yymmd0] }],
    requires: [{ text: '01,02,03,255,8006,8026', groups: [['01'], ['02'], ['03'], ['255'], ['8006'], ['8026']] }],
    excludes: [],
    qualifiers: undefined,
    title: 'USE BY or EXPIRY',
  },
  '21 X..20 req=01,03,8006 ex=235 # SERIAL': {
    ais: ['21'],
    fixed: false,
    attribute: false,
    components: [TEXT],
    requires: [{ text: '01,03,8006', groups: [['01'], ['03'], ['8006']] }],
    excludes: ['235'],
    qualifiers: undefined,
    title: 'SERIAL',
  },
};
