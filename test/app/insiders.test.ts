// What accredited parties write without the right to it, however often, costs readers next to nothing and fills no page.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plainStyle } from '../../src/ui/style.ts';
import { text } from '../../src/ui/text/verify.ts';
import { ATTACKS, makeScene, type Scene, strike, timed } from './insiders.ts';

const FEW = 150;
const MANY = 1000;
const LOOKS = 25;
/** ms; nothing is measured more exactly on a machine that others use. */
const NOISE = 3;
const PAGE = 24;

describe('an accredited party that writes without right', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await makeScene();
    await timed(scene, 100);
  });
  afterAll(() => scene.world.remove());

  test.each(ATTACKS)(
    '$what: a verdict costs as much after many as after few',
    async (attack) => {
      const before = await timed(scene, LOOKS);
      await strike(scene, attack, 0, FEW);
      const few = await timed(scene, LOOKS);
      await strike(scene, attack, FEW, MANY);
      const many = await timed(scene, LOOKS);
      expect(['genuine', 'caution']).toContain(many.verdict.status);
      expect(text({ ...many.verdict, micros: 0 }, plainStyle(), {} as never).split('\n').length).toBeLessThanOrEqual(
        PAGE,
      );
      expect(many.ms).toBeLessThan(2 * Math.max(few.ms, before.ms) + NOISE);
    },
    60_000,
  );

  test('is named, with how many more such entries there are', async () => {
    const { verdict } = await timed(scene, 1);
    const told = verdict.reasons.filter(({ code }) => code === 'unauthorised-use');
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThanOrEqual(3);
    expect(told.at(-1)).toMatchObject({
      more: expect.any(Number),
      text: expect.stringMatching(/ and \d+ more such entries$/),
    });
  });
});
