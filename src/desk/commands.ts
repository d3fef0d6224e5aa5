// What the desk asks of commands. It knows none of them: whoever starts it says how one is found and run.
import type { Env } from '../app/node/env.ts';

/** What somebody at a device asks of a command; checked by whoever runs it. */
export interface DeskRequest {
  /** Texts of codes, whatever they look like. */
  readonly scans: readonly string[];
  readonly args: Readonly<Record<string, string | readonly string[]>>;
  readonly options: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  readonly once?: string;
}

/** A command as far as a desk must know it. */
export interface DeskCommand {
  /** Its words: `recall issue`. */
  readonly name: string;
  readonly writes: boolean;
  /** It answers each item on a line of its own. */
  readonly lines: boolean;
  /** It asks for something to be said again before it goes on. */
  readonly confirms: boolean;
  /** Whether the request names a file, or sets what is not a device's to set. */
  isBeyond(request: DeskRequest): boolean;
  /** The documents of its answer, as lines of JSON. Never throws what a command throws: that is a document too. */
  run(request: DeskRequest, env: Env): Promise<string>;
}

export interface DeskCommands {
  /** Words joined by hyphens, as in a path; undefined where there is no such command. */
  find(path: string): Promise<DeskCommand | undefined>;
  /** The JSON Schema of an answer. */
  schema(path: string): Promise<object | undefined>;
  readonly schemas: readonly string[];
  /** Closes what it has kept open. */
  close(): void;
}
