// The own head once more, outside of the folder: whoever puts a folder back in its place, head file and all, does not put this
// one back. It is written without a wait for the disk, right after the head file: it need not outlive a loss of power, only
// the folder, and where it is not to be had the head file works without it.
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../make-folder.ts';
import { decodeSlot, type Head, SLOT, type Slot } from './head-slot.ts';

export class OutsideHead {
  readonly #dir: string | undefined;
  #open: { readonly name: string; readonly fd: number } | undefined;
  #fails = false;

  /** @param dir the folder for heads of all parties of this person; undefined where there is none */
  constructor(dir: string | undefined) {
    this.#dir = dir;
  }

  close(): void {
    if (this.#open !== undefined) closeSync(this.#open.fd);
    this.#open = undefined;
    this.#fails = false;
  }

  /** The head that was written there last for this database and chain; undefined where there is none that is whole. */
  read({ chain, instance }: Pick<Head, 'chain' | 'instance'>): Slot | undefined {
    if (this.#dir === undefined) return undefined;
    try {
      const fd = openSync(join(this.#dir, nameOf(chain, instance)), 'r');
      try {
        const bytes = Buffer.alloc(SLOT);
        const slot = readSync(fd, bytes, 0, SLOT, 0) === SLOT ? decodeSlot(bytes) : undefined;
        return slot?.chain === chain && slot.instance === instance ? slot : undefined;
      } finally {
        closeSync(fd);
      }
    } catch {
      return undefined;
    }
  }

  /** Writes the bytes of a slot over what was there. No failure keeps anybody from recording. */
  write({ chain, instance }: Pick<Head, 'chain' | 'instance'>, bytes: Buffer): void {
    if (this.#dir === undefined || this.#fails) return;
    try {
      const name = nameOf(chain, instance);
      if (this.#open?.name !== name) {
        this.close();
        makeFolder(this.#dir, 0o700);
        const path = join(this.#dir, name);
        this.#open = { name, fd: openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600) };
      }
      writeSync(this.#open.fd, bytes, 0, bytes.length, 0);
    } catch {
      this.#fails = true;
    }
  }
}

function nameOf(chain: string, instance: string): string {
  return `${chain}-${instance}`.replace(/[^\w-]/g, '');
}
