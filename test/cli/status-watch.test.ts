// `status --watch`: the day on a screen that is shown anew, until somebody presses Ctrl-C.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Io } from '../../src/ui/io.ts';
import { main } from '../../src/ui/main.ts';
import { environment, folder, inProcess } from './program.ts';

const dir = folder();
const run = (...words: readonly string[]) => inProcess(dir.path(''), words);
beforeAll(async () => {
  await run('init', '--name', 'Agency', '--gln', '9506000100005', '--regulator', '--test');
});
afterAll(() => dir.remove());

/** What a terminal gets until it is interrupted, at the first answer. */
async function atTerminal(...words: readonly string[]): Promise<{ readonly exit: number; readonly written: string[] }> {
  const written: string[] = [];
  const io: Io = {
    write: (data) => {
      written.push(String(data));
      setTimeout(() => process.emit('SIGINT', 'SIGINT'), 20);
    },
    talk: () => {},
    outIsTerminal: true,
    talkIsTerminal: false,
    inIsTerminal: false,
    columns: 80,
    environment: environment(dir.path(''), { NO_COLOR: '1' }),
    stdin: async function* () {},
  };
  return { exit: await main(words, io), written };
}

test('a terminal is painted over from its top, without being emptied first, and Ctrl-C ends it with 0', async () => {
  const before = process.listenerCount('SIGINT');
  const { exit, written } = await atTerminal('status', '--watch');
  expect(exit).toBe(0);
  expect(written).toHaveLength(1);
  const [picture = ''] = written;
  const plain = (await run('status')).stdout;
  expect(picture).toBe(`\u001b[H${plain.replaceAll('\n', '\u001b[K\n')}\u001b[J`);
  expect(picture).not.toContain('\u001b[2J');
  expect(process.listenerCount('SIGINT')).toBe(before);
});

test('what is no terminal, and a script, get it once', async () => {
  const once = await run('status', '--watch');
  expect([once.exit, once.stdout]).toEqual([0, (await run('status')).stdout]);
  const { exit, json } = await run('status', '--watch', '--json');
  expect([exit, json.length]).toEqual([0, 1]);
  expect(json[0]).toMatchObject({ party: { name: 'Agency' }, today: { types: {} } });
});
