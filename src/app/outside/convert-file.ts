// An EPCIS file in another form: the use case of `epcis convert`. It needs no party.
import { type ConvertOptions, convertEpcis, type WrittenForm } from '../../epcis/convert.ts';
import type { LostKind } from '../../epcis/lost.ts';
import type { EpcisForm } from '../../epcis/model.ts';
import { PedigreeError } from '../../errors.ts';
import { type Out, openOut } from '../../sync/out-stream.ts';
import { phrase, say } from '../../words/en/epcis-files.ts';
import type { Env } from '../node/env.ts';
import { fileBytes } from './check-file.ts';

export interface EpcisConverted {
  /** Where it was written. */
  readonly file: string;
  readonly bytes: number;
  readonly from: EpcisForm;
  readonly to: WrittenForm;
  readonly events: number;
  readonly lost: readonly (LostKind & { readonly text: string })[];
}

/** Begins the file that an EPCIS file is written to: it takes the place of another EPCIS file alone. */
export function openEpcisOut(env: Env, path: string): Out {
  const isKind = (start: Uint8Array) =>
    /^(?:\ufeff|\s)*[<{]/.test(new TextDecoder('latin1').decode(start).replace('ï»¿', ''));
  return openOut(path, { kind: phrase('an-epcis-file'), isKind }, env.stdout);
}

/** Pieces of text are put together before they are written. */
const AT_ONCE = 64 * 1024;

/** Takes pieces of text for a file; `end` writes what is left. */
export function inLargePieces(write: (text: string) => void): {
  readonly take: (text: string) => void;
  readonly end: () => void;
} {
  let waiting = '';
  const end = () => {
    write(waiting);
    waiting = '';
  };
  const take = (text: string) => {
    waiting += text;
    if (waiting.length >= AT_ONCE) end();
  };
  return { take, end };
}

/**
 * Converts the EPCIS file at `path` and writes it to `to`. What could not be carried over is named, once for each kind.
 * @throws no-such-file, usage for a company prefix that is none, cannot-create, io-failed, and as readEpcis
 */
export async function convertFile(
  env: Env,
  path: string,
  file: string,
  options: ConvertOptions,
): Promise<EpcisConverted> {
  const wrong = options.prefixes?.find((prefix) => !/^\d{6,12}$/.test(prefix));
  if (wrong !== undefined) throw new PedigreeError('usage', say('prefix-digits', { prefix: wrong }));
  const source = fileBytes(path);
  const out = openEpcisOut(env, file);
  try {
    const { take, end } = inLargePieces((text) => out.write(text));
    const { form, events, lost } = await convertEpcis(source, options, take);
    end();
    const told = lost.map((one) => ({ ...one, text: phrase(`lost-${one.code}`) }));
    return { file, bytes: out.keep(), from: form, to: options.to, events, lost: told };
  } finally {
    out.drop();
  }
}
