// One turn of an exchange at a hub: the machine of every other exchange, over what was fetched. Where it lacks rows they are fetched,
// where it has to store it is stored, and it begins again from its first frame, so that no process keeps anything between two turns.
import { CODEC, type Frame, MAX_FRAME } from '../chain/frame.ts';
import { PedigreeError } from '../errors.ts';
import { pathOf } from '../ledger/branches.ts';
import { within } from '../ledger/postgres/connection.ts';
import type { HubStore } from '../ledger/postgres/hub-store.ts';
import { LacksTree, MovedOn } from '../ledger/postgres/mirror.ts';
import { TurnMirror } from '../ledger/postgres/turn-mirror.ts';
import { LacksRows, type TurnLack, TurnRows } from '../ledger/postgres/turn-rows.ts';
import { say } from '../words/en/sync.ts';
import { unpackFrame } from './codec.ts';
import { Exchange, LEAST_COST } from './exchange.ts';
import { fromFrame } from './frames.ts';
import { Deeds, HubLedger, MustStore } from './hub-ledger.ts';
import type { HubQuotas } from './hub-quotas.ts';
import type { Message } from './messages.ts';
import type { ExchangeOptions } from './options.ts';
import { PREFIX } from './stage.ts';

/** So often one turn may begin again, and so many bytes of rows may be fetched for what it asks; more asks no honest peer. */
const MOST_ROUNDS = 256;
const MOST_FETCHED = 32 * 1024 * 1024;

/**
 * Before anybody has proved anything so many bytes of what a turn holds are looked into, as they are unpacked, and so many rows
 * fetched ahead: an honest one has less. Whatever is beyond is fetched where the exchange reads it, which cuts off who pours.
 */
const LOOKED_INTO = 8 * 1024 * 1024;
const FORESEEN = 20_000;

export interface HubTurn {
  readonly frames: readonly Frame[];
  readonly exchange: Exchange;
  /** How often it began. */
  readonly rounds: number;
}

export class HubTurns {
  readonly mirror = new TurnMirror();
  readonly #store: HubStore;
  readonly #quotas: HubQuotas | undefined;

  constructor(store: HubStore, quotas?: HubQuotas) {
    this.#store = store;
    this.#quotas = quotas;
  }

  /**
   * Answers the frames of one turn.
   * @throws bad-frame, other-network, own-peer, and what the database says where nothing helps
   */
  async turn(given: readonly Frame[], options: ExchangeOptions): Promise<HubTurn> {
    // One moment for all rounds: what is made of it is the same each time.
    const now = options.clock();
    const fixed: ExchangeOptions = { ...options, clock: () => now, keepsNothing: true };
    const { answer, rounds } = await this.run(
      (ledger) => {
        const exchange = new Exchange(ledger, fixed);
        for (const frame of given) exchange.take(frame);
        if (!exchange.ended) throw new PedigreeError('bad-frame', say('turn-broken-off'));
        return { frames: [...exchange.turn()].map(copied), exchange };
      },
      () => this.#foresee(given, now),
    );
    return { ...answer, rounds };
  }

  /**
   * Runs `fn` over what stands for a ledger, again and again, until it lacks nothing and has nothing to store any more; it must be
   * the same each time.
   * @param foresee what is fetched before the first run
   * @throws bad-frame where it takes too many runs, and what `fn` and the database say
   */
  async run<T>(
    fn: (ledger: HubLedger) => T,
    foresee: () => readonly TurnLack[] = () => [],
  ): Promise<{ readonly answer: T; readonly rounds: number }> {
    const rows = new TurnRows();
    const deeds = new Deeds();
    let lacking: (TurnLack | LacksTree)[] | undefined;
    let foreseen: readonly TurnLack[] = [];
    let isOwn = false;
    let asked = 0;
    for (let rounds = 1; rounds <= MOST_ROUNDS; rounds++) {
      const done = await this.#store.database.lend((connection) =>
        within(connection, 'one-state', async (inside) => {
          await this.mirror.advance(inside);
          if (lacking === undefined) {
            foreseen = foresee();
            lacking = [...foreseen];
          }
          const before = rows.bytes;
          for (const one of lacking)
            if (one instanceof LacksTree) await this.mirror.fetchRoot(inside, one.shape, one.size);
          await rows.fetch(
            inside,
            lacking.flatMap((one) => (one instanceof LacksTree ? [] : [one])),
          );
          if (!isOwn) asked += rows.bytes - before;
          return this.#tried(fn, rows, deeds);
        }),
      );
      lacking = [];
      isOwn = false;
      if (done instanceof MustStore) {
        await done.store(this.#store);
        rows.forgetPages();
      } else if (done instanceof LacksRows) {
        if (asked > MOST_FETCHED) break;
        ({ isOwn } = done);
        lacking = isOwn ? [done.lacking] : [done.lacking, ...beginningsOf(foreseen, rows)];
      } else if (done instanceof LacksTree) lacking = [done];
      else if (!(done instanceof MovedOn)) {
        await this.#store.keepParts(done.ledger.staged);
        return { answer: done.answer, rounds };
      }
    }
    throw new PedigreeError('bad-frame', say('turn-asks-too-much'));
  }

  #tried<T>(
    fn: (ledger: HubLedger) => T,
    rows: TurnRows,
    deeds: Deeds,
  ): { readonly answer: T; readonly ledger: HubLedger } | MustStore | LacksRows | LacksTree | MovedOn {
    try {
      return this.mirror.scratch(() => {
        const ledger = new HubLedger(this.mirror, rows, deeds, this.#quotas);
        return { answer: fn(ledger), ledger };
      });
    } catch (error) {
      const again = [MustStore, LacksRows, LacksTree, MovedOn].some((kind) => error instanceof kind);
      if (again) return error as MustStore | LacksRows | LacksTree | MovedOn;
      throw error;
    }
  }

  /** What the frames will ask for, all at once; what is none is found by the exchange itself. */
  #foresee(given: readonly Frame[], now: number): readonly TurnLack[] {
    const lacking: TurnLack[] = [];
    let left = LOOKED_INTO;
    for (const frame of given) {
      if (left <= 0 || lacking.length >= FORESEEN) break;
      const { message, cost } = lookedInto(frame);
      left -= cost;
      if (message?.type === 'data') this.#quotas?.sees(message, now);
      if (message !== undefined) for (const one of this.#asksFor(message)) lacking.push(one);
    }
    return lacking;
  }

  *#asksFor(message: Message): Generator<TurnLack> {
    const { shapes } = this.mirror.memory;
    const sizes = (row: number): number => this.mirror.sizeOf(row);
    const stretch = function* (chain: string, from: number, to: number): Generator<TurnLack> {
      for (const shape of shapes.of(chain))
        for (const part of pathOf(shape, Math.max(0, from), Math.min(to, sizes(shape.row))))
          yield { what: 'leaves', row: part.row, from: part.from, to: part.to };
    };
    if (message.type === 'hello') {
      for (const mark of [message.since, message.last]) if (mark !== undefined) yield { what: 'knows', mark };
    } else if (message.type === 'want') {
      yield* stretch(message.chain, message.from - 1, message.to);
      yield* stretch(message.chain, message.size - 1, message.size);
    } else if (message.type === 'heads') {
      for (const { chain, size } of message.heads) {
        const shape = shapes.find(chain, 0);
        if (shape !== undefined && sizes(shape.row) > size) yield* stretch(chain, size - 1, size);
      }
    } else if (message.type === 'hashes') {
      for (const seq of message.at) yield* stretch(message.chain, seq, seq + 1);
    } else if (message.type === 'lack') {
      for (const { seq, root, have } of message.pages) {
        yield* stretch(message.chain, seq, seq + 1);
        yield { what: 'attachment', root };
        yield { what: 'page', root, index: have };
      }
    } else if (message.type === 'page') yield { what: 'attachment', root: message.root };
    else if (message.type === 'data') yield { what: 'staged', key: PREFIX + message.chain };
  }

  close(): void {
    this.mirror.close();
  }
}

/** The first leaf of each stretch that was foreseen and cut off: one at a time they would take more rounds than a turn has. */
function beginningsOf(foreseen: readonly TurnLack[], rows: TurnRows): readonly TurnLack[] {
  return foreseen.flatMap((one): readonly TurnLack[] =>
    one.what !== 'leaves' || rows.hasLeaf(one.row, one.from) ? [] : [{ ...one, to: one.from + 1 }],
  );
}

/** What a frame says, and how many bytes had to be looked at for it; one that cannot be unpacked may have taken as many as any. */
function lookedInto(frame: Frame): { readonly message?: Message | undefined; readonly cost: number } {
  let cost = MAX_FRAME;
  try {
    const body = unpackFrame(frame);
    cost = Math.max(LEAST_COST, body.length);
    return { message: fromFrame({ type: frame.type, codec: CODEC.raw, body }), cost };
  } catch (error) {
    if (error instanceof PedigreeError) return { cost };
    throw error;
  }
}

/** The rows that a frame was made of are gone with the round. */
function copied({ type, codec, body }: Frame): Frame {
  return { type, codec, body: new Uint8Array(body) };
}
