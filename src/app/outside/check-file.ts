// A file of the world outside, checked where it lies: no party is needed.
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { type CheckedFile, type CheckOptions, checkEpcis } from '../../epcis/check.ts';
import { checkTable } from '../../epcis/check-table.ts';
import { isTable } from '../../epcis/csv.ts';
import { openText } from '../../epcis/encoding.ts';
import type { FileFinding } from '../../epcis/findings.ts';
import { nobody } from '../../epcis/found.ts';
import type { ByteSource } from '../../epcis/model.ts';
import { formOf } from '../../epcis/read.ts';
import { PedigreeError } from '../../errors.ts';
import { asFailure } from '../../system-errors.ts';
import { phrase, say } from '../../words/en/epcis.ts';

const AT_ONCE = 64 * 1024;

/** The bytes of a file in pieces, as often as they are asked for; each is good until the next is asked for. @throws no-such-file (66), io-failed */
export function fileBytes(path: string): ByteSource {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw new PedigreeError('no-such-file', say('no-such-file', { path }));
  return function* () {
    let fd: number;
    try {
      fd = openSync(path, 'r');
    } catch (cause) {
      throw asFailure(cause, phrase('cannot-read', { path }));
    }
    try {
      const room = new Uint8Array(AT_ONCE);
      for (let read = readSync(fd, room); read > 0; read = readSync(fd, room)) yield room.subarray(0, read);
    } catch (cause) {
      throw asFailure(cause, phrase('cannot-read', { path }));
    } finally {
      closeSync(fd);
    }
  };
}

export interface FileCheckOptions extends Omit<CheckOptions, 'judge'> {
  /** The schema of the standard, or a folder with those of all forms: the file is judged by it as well. */
  readonly schema?: string | undefined;
}

/** What the check of one file answers. */
export interface FileCheck {
  readonly exit: number;
  readonly format: string;
  readonly profile: string;
  readonly gzip: boolean;
  readonly encoding: string;
  readonly sender?: string;
  readonly receiver?: string;
  readonly instance?: string;
  readonly created?: string;
  /** Of a table of lines. */
  readonly rows?: number;
  /** Events without those that repeat others. */
  readonly events: number;
  readonly packs: number;
  readonly containers: number;
  readonly findings: readonly FileFinding[];
  /** How often each code was found. */
  readonly counts: Readonly<Record<string, number>>;
}

function answerOf({ document, exit, ...checked }: CheckedFile): FileCheck {
  const { sender, receiver } = checked;
  const created = document.creationDate?.ms;
  return {
    exit,
    format: document.form,
    profile: checked.profile,
    gzip: document.gzip,
    encoding: document.encoding,
    ...(sender === undefined ? {} : { sender }),
    ...(receiver === undefined ? {} : { receiver }),
    ...(document.instanceId === undefined ? {} : { instance: document.instanceId }),
    ...(created === undefined ? {} : { created: new Date(created).toISOString() }),
    events: checked.events,
    packs: checked.packs,
    containers: checked.containers,
    findings: checked.findings,
    counts: { ...checked.counts },
  };
}

/**
 * Checks a file: EPCIS 1.2 XML, 2.0 XML or 2.0 JSON, or a table of packs (CSV). Everything that is found in it is told at once.
 * @throws no-such-file (66), io-failed; not-well-formed, doctype, too-deep, too-large, duplicate-key, not-epcis, bad-encoding,
 * bad-csv (65); and with a schema what `judgeBySchema` does
 */
export async function checkFile(path: string, { schema, ...options }: FileCheckOptions): Promise<FileCheck> {
  const source = fileBytes(path);
  const { start, close } = await openText(source, nobody);
  await close();
  if (formOf(start) !== 'other' || !isTable(start)) {
    const judge: CheckOptions['judge'] = async (document, found) => {
      if (schema === undefined) return;
      const { judgeBySchema } = await import('./by-schema.ts');
      await judgeBySchema(source, schema, document, found);
    };
    return answerOf(await checkEpcis(source, { ...options, judge }));
  }
  if (schema !== undefined) throw new PedigreeError('no-such-file', say('no-schema', { format: 'csv', path: schema }));
  const { exit, ...checked } = await checkTable(source);
  return { exit, format: 'csv', profile: 'plain', events: 0, ...checked, counts: { ...checked.counts } };
}
