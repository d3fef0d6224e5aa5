// A network whose founder has split, over the line alone: settled with the recovery key, gone on from by a successor.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serve } from '../../src/app/exchange/serve.ts';
import { syncWith } from '../../src/app/exchange/sync.ts';
import { recallsKnown } from '../../src/app/judging/recall.ts';
import { type Home, openHome } from '../../src/app/node/home.ts';
import { listParties } from '../../src/app/node/parties.ts';
import { accredit } from '../../src/app/parties/accredit.ts';
import { writeCard } from '../../src/app/parties/card.ts';
import { settle } from '../../src/app/parties/settle.ts';
import { successor } from '../../src/app/parties/successor.ts';
import { issueRecall } from '../../src/app/recalls/recall-issue.ts';
import { copyFolder } from '../copy-folder.ts';
import { ACME, AGENCY, HILL, MIDWAY, makeNetwork, type Network } from './network.ts';

const CORNER = { name: 'Corner Pharmacy', gln: '9506000100043' };
const RIGHTS = { prefixes: [], gtins: [], roles: ['distributor'] };

let net: Network;
let closing: (() => Promise<unknown> | unknown)[] = [];
let urls: Readonly<Record<'acme' | 'hill', string>>;

beforeEach(async () => {
  net = makeNetwork();
  const recovery = { file: net.path('agency.recovery') };
  await net.init('agency', { ...AGENCY, found: { custody: 'required', recovery } });
  await net.at('agency', (home) => writeCard(home, net.path('agency.card')));
  await net.join('acme', ACME, { roles: ['manufacturer'], prefixes: ['9506000'] });
  await net.join('hill', HILL, { roles: ['dispenser'] });
  for (const one of ['acme', 'hill']) await net.carry('agency', one);
  copyFolder(net.path('agency'), net.path('copy'));
  await net.at('copy', (home) => home.ledger.confirmHead());
  for (const [name, party] of Object.entries({ midway: MIDWAY, corner: CORNER })) {
    await net.init(name, { ...party, network: net.path('agency.card') });
    await net.at(name, (home) => writeCard(home, net.path(`${name}.card`)));
  }
  urls = { acme: await served('acme'), hill: await served('hill') };
}, 240_000);
afterEach(async () => {
  for (const close of closing.reverse()) await close();
  closing = [];
  net.remove();
});

/** Serves as the command does, until the test has ended. */
async function served(name: string): Promise<string> {
  const home: Home = openHome(net.env(name));
  const stop = new AbortController();
  const running = serve(home, { port: 0 }, stop.signal);
  const { value } = await running.next();
  closing.push(async () => {
    stop.abort();
    await running.next();
    home.close();
  });
  return value?.url ?? '';
}

const dial = (name: string, to: 'acme' | 'hill') =>
  net.at(name, async (home) => {
    const { peers } = await syncWith(home, [urls[to]]);
    expect(peers[0]?.error).toBeUndefined();
  });
const admit = (by: string, whom: string) =>
  net.at(by, (home) => accredit(home, { ...RIGHTS, who: net.path(`${whom}.card`) }));
const known = (at: string) => net.at(at, (home) => listParties(home).parties.map(({ name }) => name));
const recalls = (at: string) => net.at(at, (home) => home.ledger.read((view) => recallsKnown(view).length));

test('a fork that a node hears of while it serves is settled by whoever has the words, and its successor is heard everywhere', async () => {
  await admit('agency', 'midway');
  await admit('copy', 'corner');
  await dial('agency', 'hill');
  await dial('copy', 'hill');
  await dial('acme', 'hill');
  for (const at of ['hill', 'acme']) {
    expect(await known(at)).not.toContain('Midway Wholesale');
    expect(await known(at)).not.toContain('Corner Pharmacy');
  }

  // Acme brings the words, on its own chain, and the node that it dials passes on what it said.
  await net.at('acme', (home) => {
    const admitted = home.ledger.read((view) =>
      [...view.eventsOf(['accredit'])].find(({ leaf }) => JSON.stringify(leaf.public).includes(MIDWAY.gln)),
    );
    settle(home, {
      who: AGENCY.gln,
      keep: admitted?.ref ?? '',
      confirmed: true,
      recoveryFile: net.path('agency.recovery'),
    });
  });
  await dial('acme', 'hill');
  await dial('agency', 'hill');
  for (const at of ['hill', 'acme', 'agency']) {
    expect(await known(at)).toContain('Midway Wholesale');
    expect(await known(at)).not.toContain('Corner Pharmacy');
  }

  // The founder's folder is lost for good: another chain takes its place. While nobody knows that it does it is a stranger,
  // whose card alone is taken; a file carries its word to one node, and the line to the others.
  await net.init('new', { ...AGENCY, network: net.path('agency.card') });
  await net.at('new', (home) => writeCard(home, net.path('new.card')));
  await dial('new', 'hill');
  await dial('acme', 'hill');
  await net.carry('hill', 'new');
  const words = { card: net.path('new.card'), recoveryFile: net.path('agency.recovery'), confirm: AGENCY.gln };
  await net.at('new', (home) => successor(home, words));
  await net.carry('new', 'hill');
  await admit('new', 'corner');
  const order = { lots: [], allLots: true, class: 1, reason: 'x', confirm: ['09506000134352'], unknownLot: true };
  const env = net.env('new');
  await issueRecall(env, { ...order, gtin: '09506000134352', sync: false });
  await dial('new', 'hill');
  await dial('acme', 'hill');
  for (const at of ['hill', 'acme', 'new']) {
    expect(await known(at)).toEqual(expect.arrayContaining(['Midway Wholesale', 'Corner Pharmacy']));
    expect(await recalls(at)).toBe(1);
  }
  // The copy has heard that it is one, and admits nobody any more.
  await expect(admit('copy', 'corner')).rejects.toMatchObject({ code: 'chain-forked', exit: 15 });
}, 180_000);
