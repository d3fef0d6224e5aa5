// The matrix of states, events and authors: as written down in fixtures, and as the EU's pack states have it.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allowedNow } from '../../src/custody/allowed.ts';
import type { Life, State } from '../../src/custody/life.ts';
import { describeGiven } from '../left-out.ts';
import { VECTORS, vectors } from '../vectors.ts';
import { becomes, DEEDS, matrix, STATES, WRITERS } from './matrix.ts';

describe('the matrix', () => {
  it('is the one that is written down', async () => {
    await expect(`${JSON.stringify(matrix(), null, 2)}\n`).toMatchFileSnapshot('../../fixtures/custody/matrix.json');
  });

  it('covers every state, event and author', () => {
    expect(STATES.length * DEEDS.length * Object.keys(WRITERS).length * 4).toBeGreaterThan(10_000);
  });

  it('never gives a thing to somebody who neither had nor was sent it, but by a regulator', () => {
    for (const [name, state] of STATES) {
      for (const deed of DEEDS) {
        for (const [writer, who] of Object.entries(WRITERS)) {
          if (deed.type === 'assign' || deed.within !== undefined) continue;
          const made = becomes(state, deed, who, 'pack', 'required');
          if (made?.includes('at stranger')) expect.fail(`${name}, ${deed.name} by ${writer}: ${made}`);
        }
      }
    }
  });

  it('lets a party publish exactly what the fold takes', () => {
    for (const [, state] of STATES) {
      for (const deed of DEEDS) {
        if (deed.within !== undefined || deed.role !== 'subject' || state.at === 'inside') continue;
        for (const who of Object.values(WRITERS)) {
          const life = {
            kind: 'pack',
            key: new Uint8Array(32),
            state,
            effective: state,
            around: [],
          } as unknown as Life;
          const at = deed.at ?? Date.UTC(2026, 10, 1) + 1;
          const asked = { ...who, type: deed.type, at, details: deed.details ?? {}, lastDay: '2026-12-31' };
          for (const policy of ['required', 'endpoints'] as const) {
            const answer = allowedNow(life, { ...asked, policy });
            expect(answer === true).toBe(becomes(state, deed, who, 'pack', policy) !== undefined);
            if (answer !== true) expect(answer.text).not.toBe('');
          }
        }
      }
    }
  });
});

interface PackStates {
  readonly states: Readonly<
    Record<string, { readonly undo?: boolean; readonly scope?: string; readonly level?: string }>
  >;
  readonly transitions: readonly {
    readonly op: string;
    readonly from: readonly string[];
    readonly to: string;
    readonly level?: string;
  }[];
}

describeGiven(VECTORS, vectors('epcis/pack-states.json'), 'the EU’s pack states', (file) => {
  const eu = JSON.parse(readFileSync(file, 'utf8')) as PackStates;
  const states = new Map(STATES);
  /** EU state → state here. Expiry, recall and withdrawal are facts about the lot and change no pack's state. */
  const HERE: Readonly<Record<string, string>> = {
    ACTIVE: 'active',
    SUPPLIED: 'dispensed',
    EXPORTED: 'decommissioned: exported',
    SAMPLE: 'decommissioned: sample',
    FREE_SAMPLE: 'decommissioned: free-sample',
    CHECKED_OUT: 'decommissioned: repackaged',
    LOCKED: 'quarantined',
    QUARANTINED: 'quarantined',
    STOLEN: 'decommissioned: stolen',
    DESTROYED: 'decommissioned: destroyed',
    EXPIRED: 'active',
    RECALLED: 'active',
    WITHDRAWN: 'active',
  };
  const EVENTS: Readonly<Record<string, string>> = {
    supply: 'dispense',
    export: 'decommission: exported',
    sample: 'decommission: sample',
    freeSample: 'decommission: free-sample',
    destroy: 'decommission: destroyed',
    lock: 'quarantine',
    stolen: 'decommission: stolen',
    checkout: 'decommission: repackaged',
    undo: 'reinstate',
    unlock: 'release',
  };
  const after = (from: string, event: string, writer = 'owner'): string | undefined => {
    const state: State | undefined = states.get(HERE[from] ?? from);
    const deed = DEEDS.find(({ name }) => name === event);
    const who = WRITERS[writer];
    return state && deed && who && becomes(state, deed, who, 'pack', 'required');
  };

  it('allow the transitions that are allowed here, to the same states', () => {
    let checked = 0;
    for (const { op, from, to, level } of eu.transitions) {
      const event = EVENTS[op];
      if (event === undefined || level === 'batch') continue;
      for (const state of from) {
        checked++;
        const expected = (HERE[to] ?? '').split(':')[0];
        expect(after(state, event), `${op} from ${state}`).toMatch(new RegExp(`^${expected}`));
      }
    }
    expect(checked).toBeGreaterThan(15);
  });

  it('are undone only where they may be, at the same place and in time', () => {
    for (const [state, { undo, scope, level }] of Object.entries(eu.states)) {
      if (undo === undefined || scope !== undefined || level !== undefined) continue;
      const event = state === 'LOCKED' ? 'release' : 'reinstate';
      expect(after(state, event) !== undefined, state).toBe(undo);
      expect(after(state, 'reinstate: too late'), state).toBeUndefined();
      expect(after(state, event, 'stranger'), state).toBeUndefined();
      if (event === 'reinstate') expect(after(state, event, 'owner’s other site'), state).toBeUndefined();
    }
  });

  it('supply nothing twice, and only by who may supply', () => {
    for (const state of ['SUPPLIED', 'EXPORTED', 'SAMPLE', 'DESTROYED', 'STOLEN', 'LOCKED']) {
      expect(after(state, 'dispense'), state).toBeUndefined();
    }
    expect(after('ACTIVE', 'dispense', 'owner, no dispenser')).toBeUndefined();
  });
});
