// Which exits a command may have, by what the comments of its use cases say that they throw.
import { ERRORS } from '../../src/errors.ts';
import { docOf } from './declarations.ts';
import type { Place, Sources } from './sources.ts';

/** The file that describes a command. */
function fileOf(sources: Sources, command: string): string | undefined {
  return sources.files.find(
    (file) => sources.exports(file).has('command') && sources.text(file).includes(`\n  name: '${command}',`),
  );
}

/** The exits of the codes that the use cases of this command throw, in no order. */
export function thrownBy(sources: Sources, command: string): readonly number[] {
  const file = fileOf(sources, command);
  if (file === undefined) return [];
  // Late, as use cases are, or what opens the folder for them.
  const used = /\bconst \{([^{}]*)\} = await import\('|^import \{([^{}]*)\} from '\.\/at-home\.ts'/gm;
  const called = [...sources.text(file).matchAll(used)].flatMap(([, late = '', opening = '']) =>
    (late + opening).split(',').map((name) => name.trim().split(': ')[0] ?? ''),
  );
  const seen = new Set<string>();
  return called.flatMap((name) => {
    const place = name === '' ? undefined : sources.known(name, file);
    return place === undefined ? [] : saidOf(sources, place, seen);
  });
}

/** What the comment of a function says under `@throws`, and those of the functions that it says to throw like. */
function saidOf(sources: Sources, { file, name }: Place, seen: Set<string>): readonly number[] {
  if (seen.has(`${file} ${name}`)) return [];
  seen.add(`${file} ${name}`);
  const before = new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\nexport (?:async )?function\\*? ${name}\\b`);
  const { throws = '' } = docOf(before.exec(sources.text(file))?.[1] ?? '');
  const likes = [...throws.matchAll(/`(\w+)`/g)].flatMap(([, like = '']) => {
    const place = sources.known(like, file);
    return place === undefined ? [] : saidOf(sources, place, seen);
  });
  return [...exitsIn(throws), ...likes];
}

/** The exits of the codes that a text names. */
export function exitsIn(text: string): readonly number[] {
  const codes: Readonly<Record<string, number>> = ERRORS;
  return [...text.matchAll(/[a-z]+(?:-[a-z0-9]+)*/g)].flatMap(([word]) =>
    Object.hasOwn(codes, word) ? (codes[word] ?? []) : [],
  );
}
