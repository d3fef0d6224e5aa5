// What a sync or an import tells of recalls that grew, say something else or are over: which packs they are about, for whoever reads it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importBundle } from '../../src/app/exchange/bundle.ts';
import { addPeer } from '../../src/app/exchange/peers.ts';
import { serve } from '../../src/app/exchange/serve.ts';
import { syncWith } from '../../src/app/exchange/sync.ts';
import { openHome } from '../../src/app/node/home.ts';
import { writeBundle } from '../../src/app/parties/bundle-files.ts';
import { endRecall } from '../../src/app/recalls/recall-end.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { amendRecall, extendRecall } from '../../src/app/recalls/recall-widen.ts';
import { plainStyle } from '../../src/ui/style.ts';
import { newRecalls } from '../../src/ui/text/news.ts';
import { GTIN, makeWorld, type World } from './goods-world.ts';

describe('news of a recall', () => {
  let world: World;
  let singles: readonly string[];
  let url = '';
  let leave = async () => {};
  const warned: string[] = [];
  const order = { gtin: GTIN, allLots: false, class: 2, reason: 'glass', unknownLot: false, sync: false };
  const more = { lots: [], allLots: false, unknownLot: false, sync: false, reason: 'there too' };
  const one = (number: string, lots: readonly string[], serials?: readonly string[]) =>
    issueRecall(world.env('acme'), {
      ...{ ...order, lots, number, confirm: serials === undefined ? lots : [`${serials.length}`] },
      ...(serials === undefined ? {} : { serials }),
    });
  const extend = (recall: string, serials: readonly string[]) =>
    extendRecall(world.env('acme'), recall, { ...more, serials, confirm: [`${serials.length}`] });

  beforeAll(async () => {
    world = await makeWorld();
    for (const lot of ['L1', 'L2']) await world.mint({ count: 4, lot });
    singles = (await world.mint({ count: 4, lot: 'L3' })).scans;
    await world.share();
    const home = openHome({ ...world.env('hill'), warn: (text) => warned.push(text) });
    const stop = new AbortController();
    const running = serve(home, { port: 0 }, stop.signal);
    url = (await running.next()).value?.url ?? '';
    await world.as('acme', (acme) => addPeer(acme, 'hill', url));
    leave = async () => {
      stop.abort();
      await running.next();
      home.close();
    };
  });
  afterAll(async () => {
    await leave();
    world.remove();
  });

  /** What the pharmacy reads of what came: by a file at one, on a line of the server at the other. */
  async function told(): Promise<{ readonly said: string; readonly line: string }> {
    const file = world.path('news.pedigree');
    await world.as('acme', (home) => writeBundle(home.ledger, file));
    const { new: news } = await world.as('corner', (home) => importBundle(home, file));
    warned.length = 0;
    await world.as('acme', (home) => syncWith(home));
    await expect.poll(() => warned.length).toBeGreaterThan(0);
    world.later();
    return { said: newRecalls(news, plainStyle()).join('\n').replace(/\s+/g, ' '), line: warned.join('\n') };
  }

  test('says what an extension adds, and of an amendment what the recall is about by now', async () => {
    await one('R-1', ['L1', 'L2']);
    expect((await told()).line).toBe(`new recall, class 2: ${GTIN}, lots L1, L2: glass (Acme)`);
    await extend('R-1', singles.slice(0, 2));
    const added = await told();
    expect(added.said).toMatch(new RegExp(`${GTIN}, 2 single packs extended: there too`));
    expect(added.line).toBe(`recall extended, class 2: ${GTIN}, 2 single packs: there too (Acme)`);
    await amendRecall(world.env('acme'), 'R-1', { class: 1, reason: 'glass and metal', sync: false });
    const amended = await told();
    expect(amended.said).toMatch(
      new RegExp(`^RECALL 1 .*${GTIN}, lots L1, L2 and 2 single packs amended: glass and metal`),
    );
    expect(amended.line).toBe(
      `recall amended, class 1: ${GTIN}, lots L1, L2 and 2 single packs: glass and metal (Acme)`,
    );
  });

  test('says of its end all that it was about', async () => {
    await endRecall(world.env('acme'), 'R-1', { outcome: 'ended', confirm: 'R-1' });
    const ended = await told();
    expect(ended.said).toContain(`${GTIN}, lots L1, L2 and 2 single packs`);
    expect(ended.line).toBe(`recall of ${GTIN}, lots L1, L2 and 2 single packs: ended, the packs stay recalled (Acme)`);
  });

  test('counts the packs of one that names no lot', async () => {
    await one('R-2', [], singles.slice(2, 3));
    expect(await told()).toMatchObject({
      said: expect.stringContaining(`${GTIN}, 1 single pack glass`),
      line: `new recall, class 2: ${GTIN}, 1 single pack: glass (Acme)`,
    });
    await endRecall(world.env('acme'), 'R-2', { outcome: 'rescinded', confirm: 'R-2', reason: 'typo' });
    const taken = await told();
    expect(taken.said).toContain(`${GTIN}, 1 single pack (rescinded)`);
    expect(taken.line).toBe(`recall of ${GTIN}, 1 single pack: taken back (Acme)`);
  });
});
