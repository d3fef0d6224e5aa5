// Tracing one item: its life, resolved through the containers around it.
import { type Bytes, hex } from '../chain/bytes.ts';
import { itemToken } from '../chain/item-key.ts';
import { pack } from './events/pack.ts';
import type { CustodyEvent, Evidence } from './evidence.ts';
import { Fold } from './fold.ts';
import type { Folded, Folds } from './folds.ts';
import { type Holds, holdsOn } from './hold.ts';
import type { ItemKey } from './item.ts';
import type { Finding, Life, State } from './life.ts';
import { type LifeReading, withLines } from './lines.ts';
import { nothingOpened, type Opened, type OpenedEvents, openedBefore, openHit, roleOf } from './opening.ts';
import type { ReasonCode } from './reasons.ts';
import { roleAllows } from './rights.ts';
import { remembering, withoutEvents } from './same-evidence.ts';
import { meetsContest, wayOf } from './way.ts';

/** Containers are at most so deep (DESIGN §5.1). */
export const MOST_AROUND = 8;

/** What many traces over the same evidence share: containers and opened events. Make a new one when the evidence has grown. */
export interface LifeCache {
  readonly opened: OpenedEvents;
  readonly folds: Map<string, Fold>;
  readonly origins: Map<string, readonly string[]>;
  readonly lives: Map<Fold, Life>;
  /** What regulators hold, by the item's key: the same whichever way its life is read. */
  readonly holds: WeakMap<Bytes, Holds>;
  /** Of what can be read in two ways: the same over the evidence without some events, by their ids. */
  readonly without: Map<string, LifeCache>;
  readonly seen: { contest: boolean };
}

export function createLifeCache(
  opened: OpenedEvents = new Map(),
  holds: LifeCache['holds'] = new WeakMap(),
): LifeCache {
  return {
    opened,
    folds: new Map(),
    origins: new Map(),
    lives: new Map(),
    holds,
    without: new Map(),
    seen: { contest: false },
  };
}

/**
 * The life of an item as the evidence tells it: the same for the same set of events, whatever the order they came in. Where
 * it can be read in several ways it is the main one, or the dispute where there is none, with all of them as `lines`.
 * @param cache shared by traces over one state of the evidence
 */
export function traceItem(item: ItemKey, all: Evidence, cache = createLifeCache(openedBefore(all)?.details)): Life {
  const evidence = remembering(all);
  const before = openedBefore(all);
  const opened = before?.details === cache.opened ? before : nothingOpened(cache.opened);
  const first = reading(item, new Trace(evidence, cache, opened), cache);
  if (!('way' in first)) return first;
  const whole = new Trace(evidence, cache, opened);
  return withLines(first, (ids) => {
    const name = ids.join();
    let other = cache.without.get(name);
    if (other === undefined) {
      other = createLifeCache(cache.opened, cache.holds);
      cache.without.set(name, other);
    }
    // A contest was met before, so the way is looked at whether this reading has one or not.
    other.seen.contest = true;
    return reading(item, new Trace(withoutEvents(evidence, ids), other, opened, whole), other, whole) as LifeReading;
  });
}

// One way to read a life. Its steps are gone through once more only where it meets a contest, or is read beside another one.
function reading(item: ItemKey, trace: Trace, cache: LifeCache, all?: Folds): Life | LifeReading {
  try {
    const { life, fold } = trace.life(item);
    if (fold === undefined || !cache.seen.contest) return life;
    const container = (key: Bytes, origin: string) => trace.container(key, origin).finish();
    if (all === undefined && !meetsContest(fold, container)) return life;
    return { life, way: wayOf(fold, container) };
  } finally {
    trace.forget();
  }
}

/** What of a container's findings is told of what is inside: its custody, and that it is under suspicion. */
const TOLD_INSIDE: Partial<Readonly<Record<ReasonCode, ReasonCode>>> = {
  'custody-gap': 'custody-gap',
  'incomplete-knowledge': 'incomplete-knowledge',
  'author-forked': 'author-forked',
  decommissioned: 'decommissioned',
  'unauthorised-use': 'sibling-suspect',
};

class Trace implements Folds {
  readonly evidence: Evidence;
  readonly opened: Opened;
  readonly underWay: Folded[] = [];
  readonly all: Folds;
  readonly #cache: LifeCache;
  readonly #provisional = new Set<Folded>();
  /** The life being made was cut off. */
  #tooDeep = false;

  constructor(evidence: Evidence, cache: LifeCache, opened: Opened, all?: Folds) {
    this.evidence = evidence;
    this.all = all ?? this;
    this.opened = opened;
    this.#cache = cache;
  }

  life(item: ItemKey): { readonly life: Life; readonly fold?: Fold } {
    if (item.kind === 'pack') {
      const fold = new Fold(item, this);
      return { life: this.#lifeOf(fold, 0), fold };
    }
    const origins = item.origin === undefined ? this.origins(item.key) : [item.origin];
    const [origin] = origins;
    const fold = this.container(item.key, origin ?? '');
    const life = this.#containerLife(fold, 0);
    // Without knowing who made it nobody can say which of two containers with one key is meant.
    if (origins.length < 2) return { life, fold };
    const disputed: State = { at: 'disputed', between: origins };
    return { life: { ...life, state: disputed, effective: disputed, steps: [], next: 0, around: [] } };
  }

  container(key: Bytes, origin: string): Fold {
    const name = `${hex(key)} ${origin}`;
    let fold = this.#cache.folds.get(name);
    if (fold === undefined) {
      fold = new Fold({ kind: 'container', key, origin }, this);
      this.#cache.folds.set(name, fold);
    }
    fold.over(this);
    return fold;
  }

  origins(key: Bytes): readonly string[] {
    const name = hex(key);
    let origins = this.#cache.origins.get(name);
    if (origins === undefined) {
      origins = originsOf(key, this.evidence, this.opened);
      this.#cache.origins.set(name, origins);
    }
    return origins;
  }

  provisional(fold: Folded): void {
    this.#provisional.add(fold);
  }

  contested(): void {
    this.#cache.seen.contest = true;
  }

  /** Drops from the cache what was folded while something else was half done. */
  forget(): void {
    if (this.#provisional.size === 0) return;
    for (const [name, fold] of this.#cache.folds) if (this.#provisional.has(fold)) this.#cache.folds.delete(name);
    this.#cache.lives.clear();
  }

  #containerLife(fold: Fold, depth: number): Life {
    const known = this.#cache.lives.get(fold);
    if (known !== undefined) return known;
    const before = this.#tooDeep;
    this.#tooDeep = false;
    const life = this.#lifeOf(fold, depth);
    // A life cut off because it lies too deep is right from here only.
    if (!this.#tooDeep) this.#cache.lives.set(fold, life);
    this.#tooDeep ||= before;
    return life;
  }

  #lifeOf(fold: Fold, depth: number): Life {
    fold.finish();
    const { item, state } = fold;
    const holds = this.#holdsOn(item.key);
    const outer = this.#outer(state, depth);
    const own = fold.findings.all;
    const findings: readonly Finding[] = outer === undefined ? own : [...own, ...toldInside(outer)];
    const origin = item.kind === 'pack' ? fold.commission?.author?.gln : item.origin;
    return {
      key: item.key,
      kind: item.kind,
      ...(origin !== undefined && { origin }),
      steps: fold.steps,
      state,
      effective: outer === undefined ? state : outer === 'too-deep' ? lost(fold) : outer.effective,
      next: fold.next,
      around: outer === undefined || outer === 'too-deep' ? [] : [outer, ...outer.around],
      findings,
      ...(fold.commission !== undefined && { commission: fold.commission }),
      strangers: fold.strangers,
      ...(holds.hold !== undefined && { hold: holds.hold }),
      nextHold: holds.next,
      recalls: fold.recalls,
      ...(fold.lateRetractions.length > 0 && { lateRetractions: fold.lateRetractions }),
    };
  }

  #holdsOn(key: Bytes): Holds {
    let holds = this.#cache.holds.get(key);
    if (holds === undefined) {
      holds = holdsOn(key, this.all.evidence, this.opened);
      this.#cache.holds.set(key, holds);
    }
    return holds;
  }

  #outer(state: State, depth: number): Life | 'too-deep' | undefined {
    if (state.at !== 'inside') return undefined;
    if (depth >= MOST_AROUND) {
      this.#tooDeep = true;
      return 'too-deep';
    }
    return this.#containerLife(this.container(state.container, state.origin), depth + 1);
  }
}

// Deeper than allowed, or round in a circle: no honest party packs so, and nobody can say who has it.
function lost(fold: Fold): State {
  return { at: 'disputed', between: fold.steps.slice(-1).flatMap(({ event }) => event.author?.gln ?? []) };
}

function toldInside(outer: Life | 'too-deep'): Finding[] {
  if (outer === 'too-deep') return [];
  return outer.findings.flatMap((finding): Finding[] => {
    const reason = finding.around === undefined ? TOLD_INSIDE[finding.reason] : finding.reason;
    return reason === undefined ? [] : [{ ...finding, reason, around: (finding.around ?? 0) + 1 }];
  });
}

/** GLNs of the parties whose `pack` carries the first token of a container. */
function originsOf(key: Bytes, evidence: Evidence, opened: Opened): readonly string[] {
  evidence.expect?.(key);
  const token = itemToken(key, 0);
  const origins = new Set<string>();
  for (const hit of evidence.rows(token)) {
    const gln = packer(hit.event);
    if (gln === undefined || origins.has(gln)) continue;
    const details = openHit(key, hit, evidence, opened);
    if (details === undefined || details === 'missing-page') continue;
    if (roleOf(hit.event, key, token, details) === 'container') origins.add(gln);
  }
  return [...origins].sort();
}

function packer(event: CustodyEvent): string | undefined {
  const { author, leaf } = event;
  return leaf.type === pack.type && author !== undefined && roleAllows(pack.type, author.roles)
    ? author.gln
    : undefined;
}
