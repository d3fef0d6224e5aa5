// `pedigree receive`: takes custody of what came.

import type { Answer } from '../answer/answer.ts';
import type { Home } from '../app/node/home.ts';
import type { DocumentRecord } from '../app/outside/document-records.ts';
import { atHome, scansFor, scansIn } from './at-home.ts';
import { firstOf, TOTALS } from './first-of.ts';
import { given } from './optional.ts';
import { boolean, type CommandSpec, fields, type Input, integer, list, string } from './spec.ts';
import { ownSchema } from './verdict-schema.ts';

export const command: CommandSpec = {
  name: 'receive',
  summary: 'take custody of a delivery',
  about:
    'Missing goods stay in the shipper’s charge. Damaged, recalled, expired or held goods arrive quarantined. Any difference ends in 20, and the shipper is told. --all passes over what was refused (20): that is received where it is named.',
  arguments: [
    {
      name: 'item',
      description: 'a shipment, a despatch advice number, an SSCC or a scan; or a document of a partner outside',
      optional: true,
      variadic: true,
    },
  ],
  options: [
    { flags: '--all', final: true, description: 'everything that is on its way here' },
    { flags: '--from <party>', description: 'only what this party sent' },
    { flags: '--missing <item>', description: 'was announced and is not there', repeat: true },
    { flags: '--damaged <scan>', description: 'came damaged', repeat: true },
    { flags: '--checked', description: 'somebody looked inside' },
    { flags: '--note <text>', description: 'for the own party alone' },
  ],
  writes: true,
  examples: [
    'pedigree receive --all',
    'pedigree receive DA-4711 --checked',
    'pedigree receive DA-4711 --missing 095060001343520017 --damaged @crushed.txt',
  ],
  schema: fields({
    'from?': string('GLN of the party whose goods alone were asked for'),
    'fromName?': string(),
    events: list(string(), 'receipts, then what was set apart, then what the shippers are told'),
    received: integer('outermost items'),
    packs: integer(),
    missing: list(string()),
    extra: list(string(), 'goods that were named and not announced: not received; see items'),
    damaged: list(string()),
    returned: integer('packs that came back: quarantined until inspected'),
    held: list(
      fields({ item: string(), code: string(), reason: string(), packs: integer() }),
      'recalled, expired or held: here, and quarantined',
    ),
    items: list(
      fields({ n: integer(), input: string(), code: string(), reason: string(), 'own?': ownSchema() }),
      'what was not received; n is 0 for shipments that --all passed over, refused or found missing before',
    ),
    'totals?': TOTALS,
    'document?': string('the file of a partner outside that the goods were compared with'),
    'outside?': boolean('goods of a partner outside came: they are in no custody here'),
    'withoutData?': list(string(), 'of these what no file names: their data is waited for'),
    'waiting?': string('the id of those in pedigree waiting'),
  }),
  run: async (input) => {
    const { receive } = await import('../app/steps/receive.ts');
    const items = await scansIn(input, 'item');
    const missing = await scansFor(input, 'missing');
    const damaged = await scansFor(input, 'damaged');
    return atHome(input, async (home): Promise<Answer> => {
      const record = await documentNamed(home, input);
      if (record !== undefined) {
        const { receiveDocument } = await import('../app/outside/receive-document.ts');
        const { exit, ...data } = await receiveDocument(home, record, {
          ...{ missing, damaged, items: items.slice(1), note: input.text('note') },
        });
        return { exit, data };
      }
      const outside = await outsideGoods(home, input, [...items, ...damaged]);
      const inside = (scans: readonly string[]) => scans.filter((scan) => outside?.scans.has(scan) !== true);
      const request = {
        items: inside(items),
        all: input.flag('all'),
        missing,
        damaged: inside(damaged),
        checked: input.flag('checked'),
        ...given(input, 'from', 'note'),
      };
      if (outside === undefined) {
        const { exit, ...data } = receive(home, request);
        return { exit, data: firstOf(data, 'missing', 'extra', 'damaged', 'held', 'items') };
      }
      const { receiveGoods } = await import('../app/outside/receive-goods.ts');
      const { together } = await import('../app/record/received.ts');
      // What the network knows goes first: where that is refused nothing is received.
      const isNamed = [request.items, request.missing, request.damaged].some((scans) => scans.length > 0);
      const own = isNamed || request.all ? receive(home, request) : undefined;
      const goods = {
        items: items.filter((scan) => outside.scans.has(scan)),
        damaged: damaged.filter((scan) => outside.scans.has(scan)),
        from: outside.from,
        note: input.text('note'),
      };
      const beyond = await receiveGoods(home, goods);
      const { exit, ...data } = own === undefined ? beyond : together(own, beyond);
      return { exit, data: firstOf(data, 'missing', 'extra', 'damaged', 'held', 'items', 'withoutData') };
    });
  },
};

/** Goods of the world outside among the scans, and who brought them; undefined where there are none. */
async function outsideGoods(
  home: Home,
  input: Input,
  scans: readonly string[],
): Promise<{ readonly scans: ReadonlySet<string>; readonly from: string | undefined } | undefined> {
  if (scans.length === 0) return undefined;
  const { outsideAmong, outsideFrom } = await import('../app/outside/receive-goods.ts');
  const from = outsideFrom(home, input.text('from'));
  const found = outsideAmong(home, scans, from);
  return found.size === 0 ? undefined : { scans: found, from };
}

/** Goods of a partner outside: the first word is how the hash of a document begins that is kept here, or its event. */
async function documentNamed(home: Home, input: Input): Promise<DocumentRecord | undefined> {
  const [word] = input.rest('item');
  if (word === undefined || input.flag('all') || !/^[0-9a-f]{8,64}$|^[a-z2-7]{26}\/\d+$/i.test(word)) return undefined;
  const { mustHaveAll } = await import('../app/node/reading.ts');
  const { hasDocuments } = await import('../app/record/documents-known.ts');
  if (!hasDocuments(mustHaveAll(home).ledger.local)) return undefined;
  const { documentsNamed } = await import('../app/outside/list-documents.ts');
  const [record, ...more] = documentsNamed(home, word);
  return more.length > 0 ? undefined : record;
}
