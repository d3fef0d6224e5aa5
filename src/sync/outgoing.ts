// What goes out in one turn: no more than the line takes, and what does not fit is cut or waits for the next one.
import { FRAME_HEADER, type Frame } from '../chain/frame.ts';
import { toFrame } from './frames.ts';
import type { Message } from './messages.ts';

/** What one takes for an answer, which no proxy holds in memory: fewer turns, and larger batches for the disk. See long-answers.ts. */
export const ANSWER_BYTES = 32 * 1024 * 1024;

/** A turn is not made smaller than this, except that what cannot be cut (a leaf, a page) goes alone. */
export const LEAST_TURN = 8 * 1024;

/** What a DONE may take. */
const CLOSING = 1_024;

/** What a HELLO and a proof mostly take. */
const GREETING = 4_096;

/** A turn while it is being filled. */
export class Outgoing {
  readonly #pack: boolean;
  readonly #limit: number;
  #spent: number = CLOSING;
  #content = false;
  #full = false;

  constructor(limit: number, pack: boolean) {
    this.#limit = limit;
    this.#pack = pack;
  }

  get full(): boolean {
    return this.#full;
  }

  /** Bytes so far. */
  get spent(): number {
    return this.#spent;
  }

  /** Whether more than half of the turn is taken. */
  get halfFull(): boolean {
    return this.#spent * 2 > this.#limit;
  }

  greeting(message: Message): Frame {
    const frame = toFrame(message, this.#pack);
    this.#spent += FRAME_HEADER + frame.body.length;
    return frame;
  }

  /**
   * The frame of a message as far as it fits, and what of the message is left for the next turn. A message that has a turn
   * for itself, does not fit and cannot be cut goes all the same.
   */
  place(message: Message): { readonly frame?: Frame; readonly placed?: Message; readonly left?: Message } {
    const frame = toFrame(message, this.#pack);
    const cost = FRAME_HEADER + frame.body.length;
    if (this.#spent + cost <= this.#limit) return this.#taken(message, frame, cost);
    const alone = cost <= this.#limit - CLOSING - GREETING;
    if (this.#content && (alone || this.halfFull)) {
      this.#full = true;
      return { left: message };
    }
    const parts = cut(message, this.#limit - this.#spent);
    const [now, left] = parts ?? [message, undefined];
    const placed = parts === undefined ? frame : toFrame(now, this.#pack);
    this.#taken(now, placed, FRAME_HEADER + placed.body.length);
    this.#full = true;
    return { frame: placed, placed: now, ...(left === undefined ? {} : { left }) };
  }

  #taken(placed: Message, frame: Frame, cost: number): { readonly frame: Frame; readonly placed: Message } {
    this.#content = true;
    this.#spent += cost;
    return { frame, placed };
  }
}

/** A message in two, the first of which has at most so many bytes; undefined for one that cannot be cut. */
function cut(message: Message, room: number): readonly [Message, Message] | undefined {
  if (message.type === 'heads' && message.heads.length > 1) {
    const each = toFrame(message, false).body.length / message.heads.length;
    const at = Math.min(message.heads.length - 1, Math.max(1, Math.floor((room / each) * 0.8)));
    return [
      { ...message, heads: message.heads.slice(0, at) },
      { ...message, heads: message.heads.slice(at) },
    ];
  }
  if (message.type !== 'data' || message.leaves.length < 2) return undefined;
  let at = 0;
  let bytes = 1_024;
  while (at < message.leaves.length - 1) {
    bytes += 2 + (message.leaves[at]?.length ?? 0);
    if (bytes > room && at > 0) break;
    at += 1;
  }
  const { leaves, start } = message;
  // The note comes with the last part: before that nothing of it can be taken for true.
  return [
    { ...message, note: '', leaves: leaves.slice(0, at) },
    { ...message, start: start + at, leaves: leaves.slice(at) },
  ];
}
