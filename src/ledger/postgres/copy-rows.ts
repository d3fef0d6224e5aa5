// Rows as PostgreSQL's COPY takes them in binary: the signature, each row with the lengths of its columns, and the end.
import type { Bytes } from '../../chain/bytes.ts';

const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const END = Buffer.from([0xff, 0xff]);
/** The number of the type bigint. */
const BIGINT = 20;
const HIGH = 0x1_0000_0000;

/** Columns of one table; values are written one after another, row by row. */
export class CopyRows {
  readonly table: string;
  readonly columns: readonly string[];
  count = 0;
  #buffer = Buffer.allocUnsafe(64 * 1024);
  #at = 0;

  constructor(table: string, ...columns: readonly string[]) {
    this.table = table;
    this.columns = columns;
    this.#put(SIGNATURE);
  }

  /** Begins a row. */
  row(): this {
    this.count++;
    this.#room(2);
    this.#at = this.#buffer.writeInt16BE(this.columns.length, this.#at);
    return this;
  }

  /** A bigint, within ±2^53. */
  long(value: number): this {
    this.#room(12);
    this.#at = this.#buffer.writeInt32BE(8, this.#at);
    const high = Math.floor(value / HIGH);
    this.#at = this.#buffer.writeInt32BE(high, this.#at);
    this.#at = this.#buffer.writeUInt32BE(value - high * HIGH, this.#at);
    return this;
  }

  /** An array of bigints. */
  longs(values: BigUint64Array): this {
    this.#room(24 + 12 * values.length);
    this.#at = this.#buffer.writeInt32BE(20 + 12 * values.length, this.#at);
    // One dimension, none of them null, of type bigint, so many from 1 on.
    for (const head of [1, 0, BIGINT, values.length, 1]) this.#at = this.#buffer.writeInt32BE(head, this.#at);
    for (const value of values) {
      this.#at = this.#buffer.writeInt32BE(8, this.#at);
      this.#at = this.#buffer.writeBigInt64BE(value, this.#at);
    }
    return this;
  }

  int(value: number): this {
    this.#room(8);
    this.#at = this.#buffer.writeInt32BE(4, this.#at);
    this.#at = this.#buffer.writeInt32BE(value, this.#at);
    return this;
  }

  small(value: number): this {
    this.#room(6);
    this.#at = this.#buffer.writeInt32BE(2, this.#at);
    this.#at = this.#buffer.writeInt16BE(value, this.#at);
    return this;
  }

  bytes(value: Bytes): this {
    this.#room(4);
    this.#at = this.#buffer.writeInt32BE(value.length, this.#at);
    this.#put(value);
    return this;
  }

  text(value: string): this {
    return this.bytes(Buffer.from(value, 'utf8'));
  }

  none(): this {
    this.#room(4);
    this.#at = this.#buffer.writeInt32BE(-1, this.#at);
    return this;
  }

  /** All rows; nothing may be written after. */
  data(): Buffer {
    this.#put(END);
    return this.#buffer.subarray(0, this.#at);
  }

  #put(value: Bytes): void {
    this.#room(value.length);
    this.#buffer.set(value, this.#at);
    this.#at += value.length;
  }

  #room(more: number): void {
    if (this.#at + more <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#buffer.length, this.#at + more));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}
