// `pedigree demo --desk`: the day is played, the desk of the pharmacy is open, and what it says may be scanned says what it says.
import { existsSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { folder, start, validated } from './program.ts';

const { path, remove } = folder();
afterAll(remove);

interface DeskOfDemo {
  readonly url: string;
  readonly link: string;
  readonly scans: readonly { readonly scan: string; readonly says: string }[];
}

it('opens the desk with a link, a delivery on its way and scans to try, and ends with it', async () => {
  const running = start(path('.'), ['demo', 'played', '--desk', '--json']);
  const [answer] = validated(await running.line());
  const { url, link, scans } = (answer?.desk ?? {}) as DeskOfDemo;
  expect(answer).toMatchObject({ ok: true, good: true });
  const code = new URL(link).hash.replace(/^#pair=([^&]+)&screen=scan$/, '$1');
  const ask = async (route: string, body: object, token = '') => {
    const headers = { 'content-type': 'application/json', authorization: `Desk ${token}` };
    const reply = await fetch(`${url}v1/${route}`, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await reply.json()) as Readonly<Record<string, unknown>>;
  };
  const { token } = await ask('pair', { code });
  const verdicts = [];
  for (const { scan, says } of scans) {
    const { status, reasons } = await ask('do/verify', { scans: [scan] }, String(token));
    const [first] = reasons as readonly { readonly code: string }[];
    verdicts.push([says.split(':')[0], status, first?.code]);
  }
  expect(verdicts).toEqual([
    ['GENUINE', 'genuine', undefined],
    ['STOP', 'stop', expect.any(String)],
    ['RECALLED', 'stop', 'recalled'],
    ['STOP', 'stop', 'unknown-item'],
  ]);
  expect((await ask('do/incoming', {}, String(token))).shipments).toMatchObject([{ despatch: 'DN-2002', packs: 4 }]);
  expect(await running.stop('SIGINT')).toBe(0);
  expect(existsSync(path('played/hill/ledger.db'))).toBe(true);
}, 180_000);
