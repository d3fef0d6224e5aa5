// A verdict of a hub that cannot be reached, or not by this copy: never a stop, and never genuine.
import { expect, it } from 'vitest';
import { type HubReader, hubVerify } from '../../src/app/hub/hub-verify.ts';
import { StaleCopy } from '../../src/ledger/source.ts';
import { party } from '../ledger/network.ts';

const SCAN = '(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123';
const ASK = { now: Date.UTC(2026, 10, 22), today: '2026-11-22', fresh: { peers: 1 }, maxAge: 1e12 };

const agency = party('Agency', '9506000100001', null);

function reader(answers: () => { readonly whole: false; readonly rounds: number }): HubReader {
  const view = { authority: () => agency.ledger.read((one) => one.authority()) };
  return { source: { gather: async () => answers() }, mirror: { view } } as unknown as HubReader;
}

it('is that too little was read where more would have to be read than anybody reads', async () => {
  const { verdict } = await hubVerify(
    [reader(() => ({ whole: false, rounds: 40 }))],
    agency.chain,
    { scan: SCAN },
    ASK,
  );
  expect(verdict).toMatchObject({
    status: 'unknown',
    exit: 19,
    reasons: [{ code: 'incomplete-knowledge' }],
    item: { gtin: '09506000134352', lot: 'ABC123', expiry: '2039-06-30' },
    custody: { state: 'unknown' },
  });
});

it('comes from the next copy where one is away or behind, and says which it was where none is left', async () => {
  const away = reader(() => {
    throw new Error('Connection terminated');
  });
  const behind = reader(() => {
    throw new StaleCopy('3 x');
  });
  const there = reader(() => ({ whole: false, rounds: 1 }));
  const ask = (readers: readonly HubReader[]) => hubVerify(readers, agency.chain, { scan: SCAN }, ASK);
  expect((await ask([away, behind, there])).verdict.exit).toBe(19);
  await expect(ask([behind])).rejects.toMatchObject({ code: 'locked' });
  await expect(ask([behind, away])).rejects.toThrow('Connection terminated');
  await expect(hubVerify([there], agency.chain, { scan: '095060001343520017' }, ASK)).rejects.toMatchObject({
    code: 'not-gs1',
  });
});
