// Goods of partners outside are scanned one by one at the door: against their files, as any shipment is.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { importDocument } from '../../src/app/outside/import-document.ts';
import { outsideIncoming } from '../../src/app/outside/on-the-way.ts';
import { setOutside } from '../../src/app/outside/partners.ts';
import { listWaiting } from '../../src/app/outside/waiting-goods.ts';
import { readLog } from '../../src/app/record/log.ts';
import { type SessionData, scanSession } from '../../src/app/sessions/session.ts';
import { recordSession } from '../../src/app/sessions/session-finish.ts';
import type { SessionRequest } from '../../src/app/sessions/session-request.ts';
import { scansOf } from '../../src/commands/scan-words.ts';
import { ScanSession } from '../../src/scan/session.ts';
import { type DeliveryFile, delivery, GTIN, LAKESIDE, LOT } from './epcis-files.ts';
import { HILL, makeNetwork, type Network } from './network.ts';

const nets: Network[] = [];
let net: Network;
let files = 0;

beforeEach(async () => {
  net = makeNetwork();
  nets.push(net);
  await net.found();
  await net.join('hill', HILL, { roles: ['dispenser'] });
  await net.at('hill', (home) => setOutside(home, { gln: LAKESIDE, name: 'Lakeside', trust: 'trusted' }));
});
afterAll(() => {
  for (const one of nets) one.remove();
});

const at = <T>(fn: Parameters<typeof net.at<T>>[1]) => net.at('hill', fn);
const take = async (file: Omit<DeliveryFile, 'to'>): Promise<string> => {
  const path = net.path(`door-${++files}.xml`);
  writeFileSync(path, delivery({ to: HILL.gln, despatch: `DA-${files}`, ...file }));
  return (await at((home) => importDocument(home, path))).document;
};
const scan = (serial: string, expiry = '310630') => `(01)${GTIN}(21)${serial}(17)${expiry}(10)${LOT}`;
const coming = async () => (await at(outsideIncoming)).map(({ document }) => document);
const documents = () => at((home) => readLog(home, {}).events.filter(({ type }) => type === 'document').length);

async function session(lines: readonly string[], more: Partial<SessionRequest> = {}) {
  const said: { readonly exit: number; readonly data: SessionData }[] = [];
  const input = async function* () {
    yield Buffer.from(`${lines.join('\n')}\n`);
  };
  const options = { strict: false, lines: () => scansOf(['-'], input) };
  for await (const line of scanSession(net.env('hill'), { mode: 'receive', ...more }, options)) said.push(line);
  const [start, end] = [said[0], said.at(-1)];
  if (start === undefined || end === undefined) throw new TypeError('no session');
  return { start: start.data, scans: said.slice(1, -1), end: { exit: end.exit, ...end.data } };
}

describe('a session at the door', () => {
  it('expects what files announce, and records what `receive` does once all of it is here', async () => {
    const document = await take({ serials: ['A1', 'A2'] });
    const { start, scans, end } = await session([scan('A1'), scan('A2')]);
    expect(start).toMatchObject({ tally: { expected: 2, here: 0 }, packs: 2 });
    expect(scans.map(({ exit, data }) => [exit, data.result, data.status, data.code])).toEqual([
      [0, 'counted', 'caution', 'outside-claim'],
      [0, 'counted', 'caution', 'outside-claim'],
    ]);
    expect(end).toMatchObject({
      ...{ exit: 0, result: 'recorded', missing: [], tally: { expected: 2, here: 2 } },
      recorded: { document, outside: true, received: 2, packs: 2, missing: [], damaged: [] },
    });
    expect(await coming()).toEqual([]);
  });

  it('leaves on its way what did not come, unless that is said to be missing', async () => {
    const document = await take({ serials: ['A1', 'A2', 'A3'] });
    const first = await session([scan('A1')]);
    expect(first.end).toMatchObject({ exit: 20, missing: [`(01)${GTIN}(21)A2`, `(01)${GTIN}(21)A3`] });
    expect(await at(outsideIncoming)).toMatchObject([{ document, items: 2, came: 1 }]);
    const second = await session([scan('A2'), 'missing']);
    expect(second.end).toMatchObject({ exit: 20, recorded: { document, missing: [`${GTIN}/A3`] } });
    expect(await coming()).toEqual([]);
  });

  it('takes a case for all that is in it, by its number or by a pack', async () => {
    await take({ serials: ['C1', 'C2'], into: '41' });
    const { start, end } = await session(['(00)095213210000000414']);
    expect(start).toMatchObject({ tally: { expected: 1 }, packs: 2 });
    expect(end).toMatchObject({ exit: 0, recorded: { received: 1, packs: 2 } });
    await take({ serials: ['D1', 'D2'], into: '42' });
    expect((await session([scan('D1')])).end).toMatchObject({ exit: 0, tally: { here: 1 } });
    expect(await coming()).toEqual([]);
  });

  it('marks what came damaged', async () => {
    await take({ serials: ['A1', 'A2'] });
    const { end } = await session([scan('A1'), 'damaged', scan('A2')]);
    expect(end).toMatchObject({ exit: 20, recorded: { damaged: [`${GTIN}/A1`], received: 2 } });
  });

  it('keeps what no file names, and waits for its data', async () => {
    await take({ serials: ['A1'] });
    const { scans, end } = await session([scan('A1'), scan('Z9')]);
    expect(scans[1]).toMatchObject({ exit: 20, data: { result: 'counted', code: 'no-data' } });
    expect(end).toMatchObject({ exit: 20, recorded: { withoutData: [`${GTIN}/Z9`] } });
    expect((await at(listWaiting)).waiting).toMatchObject([{ kind: 'goods-without-data', items: 1 }]);
  });

  it('takes the name of a document for all of it', async () => {
    const document = await take({ serials: ['A1', 'A2'] });
    const { end } = await session([document.slice(0, 16)]);
    expect(end).toMatchObject({ exit: 0, recorded: { document, received: 2 } });
  });

  it('receives nothing twice', async () => {
    await take({ serials: ['A1'] });
    await session([scan('A1')]);
    const before = await documents();
    expect((await session([scan('A1')])).end).toMatchObject({ exit: 0 });
    expect(await documents()).toBe(before);
  });

  it('says of what was received before that it is here, also of a pack in a case', async () => {
    await take({ serials: ['C1', 'C2'], into: '41' });
    await session(['(00)095213210000000414']);
    const before = await documents();
    const { scans, end } = await session([scan('C1'), '(00)095213210000000414']);
    expect(scans.map(({ exit, data }) => [exit, data.result, data.code])).toEqual([
      [0, 'refused', 'already-here'],
      [0, 'refused', 'already-here'],
    ]);
    expect(end).toMatchObject({ exit: 0 });
    expect(await documents()).toBe(before);
  });

  it('ends once more, and records nothing twice, where it was cut off behind its record', async () => {
    const document = await take({ serials: ['C1', 'C2'], into: '41' });
    await session([document.slice(0, 16)]);
    const before = await documents();
    const finish = { items: [document.slice(0, 16), scan('C1')], told: [] };
    const nothing = new ScanSession(0, { apart: true });
    const again = await at((home) => recordSession(home, { mode: 'receive' }, finish, nothing, [], 'a', []));
    expect(again).toMatchObject({ exit: 0, recorded: { already: true, received: 0 } });
    expect(await documents()).toBe(before);
  });
});
