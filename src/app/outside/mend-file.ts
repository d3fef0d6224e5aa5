// An EPCIS file put right where nothing has to be guessed: the use case of `epcis mend`. It needs no party.
import { checkEpcis } from '../../epcis/check.ts';
import type { FileFinding } from '../../epcis/findings.ts';
import { type MendedFile, type MendedPart, mendEpcis } from '../../epcis/mend.ts';
import { phrase } from '../../words/en/epcis-files.ts';
import type { Env } from '../node/env.ts';
import { fileBytes } from './check-file.ts';
import { inLargePieces, openEpcisOut } from './convert-file.ts';

export interface EpcisMended extends Omit<MendedFile, 'changes' | 'lost'> {
  /** Where it was written. */
  readonly file: string;
  readonly bytes: number;
  readonly changes: readonly (MendedPart & { readonly text: string })[];
  readonly lost: readonly (MendedFile['lost'][number] & { readonly text: string })[];
  /** What is still to be looked at in what was written, as `epcis check` finds it. */
  readonly left: readonly FileFinding[];
}

/**
 * Mends the EPCIS file at `path`, writes it to `to`, and says what of it only its sender can put right.
 * @throws no-such-file, cannot-create, io-failed, and as readEpcis
 */
export async function mendFile(env: Env, path: string, file: string): Promise<EpcisMended> {
  const source = fileBytes(path);
  const out = openEpcisOut(env, file);
  // What goes to standard output cannot be read again.
  const sent: Uint8Array[] = [];
  const encoder = new TextEncoder();
  try {
    const { take, end } = inLargePieces((text) => {
      if (file === '-') sent.push(encoder.encode(text));
      out.write(text);
    });
    const { changes, lost, ...mended } = await mendEpcis(source, take);
    end();
    const bytes = out.keep();
    const { findings } = await checkEpcis(file === '-' ? () => sent : fileBytes(file));
    return {
      file,
      bytes,
      ...mended,
      changes: changes.map((one) => ({ ...one, text: phrase(`mend-${one.code}`) })),
      lost: lost.map((one) => ({ ...one, text: phrase(`lost-${one.code}`) })),
      left: findings.filter(({ level }) => level !== 'info'),
    };
  } finally {
    out.drop();
  }
}
