// The desk of the demo: that of its pharmacy, with a link to open and scans to try.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer } from '../answer/answer.ts';
import { type Env, makeEnv } from '../app/node/env.ts';
import { openDesk } from '../desk/open.ts';
import { bracketed, parse } from '../gs1/index.ts';
import { phrase } from '../words/en/demo.ts';
import { DESK_SCANS } from './demo-day.ts';
import type { Demo } from './demo-play.ts';
import { doingFor } from './desk-do.ts';
import type { Registered } from './listed.ts';

export interface DemoDesk {
  readonly url: string;
  readonly link: string;
  readonly scans: readonly { readonly scan: string; readonly says: string }[];
}

/** What was played, with the desk; it goes on until it is stopped. */
export async function* withDesk(
  played: Answer & { readonly data: Demo },
  env: Env,
  commands: readonly Registered[],
): AsyncGenerator<Answer> {
  const { default: release } = await import('../../package.json', { with: { type: 'json' } });
  const { dir } = played.data;
  const { signal = new AbortController().signal } = env;
  const home = join(dir, 'hill');
  const hill = makeEnv({ home, warn: env.warn, random: env.random, signal });
  const options = {
    port: 0,
    screen: 'scan',
    release: release.version,
    doing: (at: Env) => doingFor(commands, at),
  } as const;
  for await (const { url, link = url } of openDesk(hill, options, signal)) {
    const desk: DemoDesk = { url, link, scans: scansIn(dir) };
    yield { ...played, data: { ...played.data, desk } };
  }
}

function scansIn(dir: string): DemoDesk['scans'] {
  const lines = (file: string) =>
    readFileSync(join(dir, file), 'latin1')
      .split(/\r?\n/)
      .filter((line) => line !== '')
      .map((scan) => bracketed(parse(scan).elements));
  const [supplied = '', recalled = ''] = lines('scans.txt');
  const [good = ''] = lines(DESK_SCANS);
  const fake = good.replace(/\(21\)[^(]*/, '(21)FAKE000000000001');
  return [
    { scan: good, says: phrase('desk-genuine') },
    { scan: supplied, says: phrase('desk-supplied') },
    { scan: recalled, says: phrase('desk-recalled') },
    { scan: fake, says: phrase('desk-fake') },
  ];
}
