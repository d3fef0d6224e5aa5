// Every example of every help page does what it says, in a network of an agency, a maker, a wholesaler and a pharmacy.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CommandSpec } from '../../src/commands/spec.ts';
import { COMMANDS } from '../../src/ui/registry.ts';
import { itGiven } from '../left-out.ts';
import { POSTGRES } from './hub-stage.ts';
import { expectNarrow, shell, start, validated } from './program.ts';
import { GOES_ON, type Party, type Scene, Stage, sceneOf } from './scenes.ts';

const stage = new Stage();
beforeAll(() => stage.begin());
afterAll(stage.remove);

const commands: CommandSpec[] = [];
for (const { load } of COMMANDS) commands.push((await load()).command);

/** Examples that take long and have a test of their own. */
const ELSEWHERE = new Set(['demo']);
const isHub = ({ name }: CommandSpec) => name.startsWith('hub ');
const shown = commands.filter((one) => !ELSEWHERE.has(one.name) && !(isHub(one) && POSTGRES === undefined));

itGiven('PostgreSQL', POSTGRES, 'the examples of a hub are among them', () => {
  expect(shown.filter(isHub).length).toBeGreaterThan(3);
});

describe.each(shown.map((command) => [command.name, command] as const))('%s', (name, command) => {
  test.each(command.examples)('%s', async (example) => {
    const scene = sceneOf(name, example);
    const party = scene.at ?? 'acme';
    stage.enter(scene);
    const server = scene.served
      ? start(stage.path, ['serve', '--port', '7417', '--json'], stage.at('midway'))
      : undefined;
    await server?.line();
    try {
      if (GOES_ON.test(example)) await expectToGoOn(example, party);
      else expectToWork(example, party, scene);
    } finally {
      await server?.stop('SIGTERM');
    }
  });
});

function expectToWork(example: string, party: Party, scene: Scene): void {
  let line = stage.lineOf(example, party, scene);
  if (scene.stdin !== undefined) line += ` < ${scene.stdin}`;
  const { exit, stdout, stderr } = shell(stage.path, line, stage.at(party));
  expect([0, ...(scene.exits ?? [])], `${line}\n${stdout}${stderr}`).toContain(exit);
  if (/ --json$/.test(example)) validated(stdout);
  else if (!/ (completion|schema) /.test(example)) expectNarrow(line, stdout + stderr);
}

async function expectToGoOn(example: string, party: Party): Promise<void> {
  const running = start(stage.path, [...example.split(' ').slice(1), '--json'], stage.at(party));
  const [answer] = validated(await running.line());
  expect(answer).toMatchObject({ ok: true, exit: 0 });
  expect(await running.stop('SIGTERM')).toBe(0);
}
