// Several bundle files at once: in whatever order they are named, what one brings is there for all others.
import { PedigreeError, worstExit } from '../../errors.ts';
import type { Home } from '../node/home.ts';
import { type Imported, importBundle } from './bundle.ts';

/** One of the files; `path` where its bytes are, `named` as it was given. */
export interface BundleFile {
  readonly path: string;
  readonly named: string;
}

/** What became of one file, by its place: an answer, or why there is none. */
export type FileAnswer = Imported | PedigreeError;

interface Tried {
  readonly file: BundleFile;
  readonly answer: Imported;
  /** Events that all files had brought when it was read last. */
  readonly at: number;
}

/**
 * Imports files, each answered in its place. One of which something was set aside is taken again after others have brought
 * more, an accreditation say, until nothing changes; its answer tells all that came of it. What fails keeps back no other
 * file. The files must stay where they are until the end.
 * @throws interrupted, and what `open` throws that is no PedigreeError
 */
export async function* importSet(
  home: Home,
  files: readonly (() => Promise<BundleFile>)[],
): AsyncGenerator<FileAnswer> {
  const tried: (Tried | PedigreeError)[] = [];
  let brought = 0;
  let told = 0;
  const take = async (file: BundleFile, before?: Tried): Promise<Tried | PedigreeError> => {
    const answer = await unlessFailed(() => importBundle(home, file.path, file.named));
    if (answer instanceof PedigreeError) return answer;
    brought += answer.events;
    return { file, answer: before === undefined ? answer : joined(before.answer, answer), at: brought };
  };
  for (const open of files) {
    const file = await unlessFailed(open);
    tried.push(file instanceof PedigreeError ? file : await take(file));
    // What nothing is wanting of is told at once; what comes behind a file that waits waits with it.
    for (; told < tried.length && !waits(tried[told]); told++) yield answerOf(tried[told]);
  }
  const isStale = (one: Tried | PedigreeError) => waits(one) && one.at < brought;
  while (!home.env.dryRun && tried.some(isStale)) {
    for (const [at, one] of tried.entries()) if (waits(one) && isStale(one)) tried[at] = await take(one.file, one);
  }
  for (; told < tried.length; told++) yield answerOf(tried[told]);
}

function waits(one: Tried | PedigreeError | undefined): one is Tried {
  return one !== undefined && !(one instanceof PedigreeError) && one.answer.setAside.length > 0;
}

function answerOf(one: Tried | PedigreeError | undefined): FileAnswer {
  if (one === undefined) throw new TypeError('no such file');
  return one instanceof PedigreeError ? one : one.answer;
}

/** What came of one file that was taken twice: all that it brought, and what is left of it now. */
function joined(first: Imported, again: Imported): Imported {
  const events = first.events + again.events;
  const both = <T>(a: readonly T[], b: readonly T[]): T[] => [
    ...new Map([...a, ...b].map((one) => [JSON.stringify(one), one])).values(),
  ];
  return {
    ...again,
    events,
    chains: both(first.chains, again.chains),
    new: {
      recalls: both(first.new.recalls, again.new.recalls),
      ends: both(first.new.ends ?? [], again.new.ends ?? []),
      alerts: both(first.new.alerts, again.new.alerts),
      incoming: both(first.new.incoming, again.new.incoming),
    },
    outbox: {
      recorded: first.outbox.recorded + again.outbox.recorded,
      failed: first.outbox.failed + again.outbox.failed,
      waiting: again.outbox.waiting,
    },
    forks: both(first.forks, again.forks),
    already: again.already && events === 0,
    exit: worstExit([first.exit, again.exit]),
  };
}

async function unlessFailed<T>(fn: () => Promise<T>): Promise<T | PedigreeError> {
  try {
    return await fn();
  } catch (error) {
    if (!(error instanceof PedigreeError) || error.code === 'interrupted') throw error;
    return error;
  }
}
