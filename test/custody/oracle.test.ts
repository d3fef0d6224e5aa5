// The same worlds as a model of the custody rules that others wrote: equal lines, and equal verdicts.
import { expect, it } from 'vitest';
import { describeGiven } from '../left-out.ts';
import { linesOrOne, model, PARTIES, Stage, sayModel } from './oracle.ts';

const LONG = process.env.PEDIGREE_LONG === '1';
const ONE = [['A'], ['M'], ['C'], ['H']];
const TWO = [
  ['A', 'M'],
  ['M', 'C'],
  ['C', 'H'],
  ['A', 'H'],
];

const WORLDS = [
  { name: 'honest, with mistakes by list', options: { sloppy: true }, evil: [[]] },
  { name: 'one hostile party', options: { sloppy: false }, evil: ONE },
  { name: 'two hostile parties', options: { sloppy: false }, evil: TWO },
  {
    name: 'one hostile party where hand-overs are optional',
    options: { sloppy: true },
    evil: ONE,
    policy: 'endpoints',
  },
] as const;

describeGiven('the model of the custody rules (../shared/tools)', model(), 'random worlds', (known) => {
  it.each(WORLDS)(
    '$name: have the lines and, where they are required, the verdicts of the model',
    { timeout: 1_800_000 },
    ({ options, evil, ...more }) => {
      const policy = 'policy' in more ? more.policy : 'required';
      const rules = { ...known.lines, policy, adopt: false };
      const stage = new Stage(policy);
      const count = LONG ? 7_000 : 500;
      const differ: string[] = [];
      let lines = 0;
      const stopped: string[] = [];
      for (let seed = 1; seed <= count; seed++) {
        const bad = evil[seed % evil.length] ?? [];
        const world = known.world(seed, { maker: 'in', steps: 40, ends: true, ...options, evil: bad }, rules);
        const refs = stage.play(world.events);
        const life = stage.trace();
        const theirs = known.fold.life(world.events, rules);
        const story = `seed ${seed}: ${world.log.join('; ')}`;
        const here = linesOrOne(life)
          .map(
            ({ life: one, main, handled }) =>
              `${stage.say(one.state)}${main ? ' main' : ''}${life.lines && handled ? ' handled' : ''} ${one.steps.map(({ event }) => event.ref.slice(-6)).join()}`,
          )
          .sort();
        const there = theirs.lines
          .map(
            ({ L, main, handled }) =>
              `${sayModel(L.state)}${main ? ' main' : ''}${theirs.lines.length > 1 && handled ? ' handled' : ''} ${L.steps.map(({ id }) => (refs.get(id) ?? '').slice(-6)).join()}`,
          )
          .sort();
        if (here.length > 1) lines++;
        if (here.join('\n') !== there.join('\n')) {
          // A loss that somebody claims from elsewhere gives way to whatever is there, also to an end; in the model to all but that.
          const fromElsewhere = there.some((line) => /^decommissioned lost/.test(line) && !here.includes(line));
          if (policy === 'endpoints' && fromElsewhere) continue;
          differ.push(`${story}\n  here ${here.join('; ')}\n  model ${there.join('; ')}`);
          continue;
        }
        // One entry by anybody at the current step stops its holder there: that is the policy, and not compared.
        if (policy === 'endpoints') continue;
        for (const viewer of PARTIES) {
          const one = stage.weigh(life, viewer);
          if (one.as === 'custodian' && one.cls === 3) stopped.push(`${story}\n  ${viewer}`);
          const other = known.fold.verdict(theirs, viewer, rules);
          // What claims the end and did not stand asks its custodian, and stops whoever it comes to; the model asks both.
          if (one.as === 'consignee' && other.cls === 2) continue;
          // At the door of a line that is not the main one a use without right is a stop here.
          if (one.as === 'consignee' && !one.main && one.cls === 3 && other.cls === 1) continue;
          if (one.cls !== Math.max(0, other.cls))
            differ.push(
              `${story}\n  ${viewer}: here ${one.cls} ${one.reasons.map(({ code, by, confirm }) => `${code}${confirm ? '?' : ''} ${by?.map((g) => stage.name(g))}`)}; model ${other.cls} ${other.why}`,
            );
        }
      }
      expect(differ.sort((a, b) => a.length - b.length).slice(0, 4)).toEqual([]);
      // Whoever is custodian of any line is never stopped by what others wrote.
      expect(stopped).toEqual([]);
      expect(lines).toBeGreaterThan(count / 100);
    },
  );
});
