// `pedigree scan`: one long run of scanning, recorded as one.
import type { Mode, SessionOptions } from '../app/sessions/session.ts';
import { PedigreeError } from '../errors.ts';
import { say } from '../words/en/commands.ts';
import { PRODUCT } from './goods-schema.ts';
import { given } from './optional.ts';
import {
  boolean,
  type CommandSpec,
  fields,
  type Input,
  integer,
  list,
  number,
  oneOf,
  required,
  string,
} from './spec.ts';

const MODES: readonly Mode[] = ['verify', 'receive', 'ship', 'dispense', 'pack', 'stock-take'];

const LEFT = fields({
  mode: oneOf(MODES),
  since: string('when it began, ISO 8601 in UTC'),
  scans: integer('that it had heard'),
});

export const command: CommandSpec = {
  name: 'scan',
  summary: 'scan pack after pack, and record all of it at the end',
  about:
    'At a terminal: Enter on an empty line or . ends and records, Ctrl-Z or undo takes back the last scan, Ctrl-C leaves all for later. Elsewhere: a scan a line, to the end of the input. A pack scanned twice is counted once; at a terminal you are asked whether it is the same box. When receiving, the word damaged marks the last scan, and missing tells the shippers at the end what did not come. Words may be typed or scanned. What a session heard survives a power cut. verify and stock-take record nothing.',
  options: [
    { flags: '--mode <mode>', description: 'what the scans are for', required: true, choices: MODES },
    { flags: '--to <party>', description: 'ship: GLN or name of the receiver' },
    { flags: '--into <sscc>', description: 'pack: the SSCC of the container, GTIN and serial of a case, or new' },
    { flags: '--despatch <text>', description: 'ship: despatch advice number' },
    { flags: '--ref <text>', description: 'dispense: own reference, sealed to the own party' },
    { flags: '--missing <item>', description: 'receive: was announced and is not there', repeat: true },
    { flags: '--damaged <scan>', description: 'receive: came damaged', repeat: true },
    { flags: '--device <path>', description: 'a scanner on a serial line as well: /dev/ttyACM0, on Windows COM3' },
    { flags: '--watch <dir>', description: 'pictures that are put into this folder as well' },
    { flags: '--continue', description: 'go on with a session that was cut off' },
    { flags: '--discard', final: true, description: 'drop what was cut off, then scan' },
    { flags: '--finish', final: true, description: 'record what a session that was cut off had counted, and end' },
    { flags: '-n, --dry-run', description: 'check and show everything, write nothing' },
    { flags: '--clock-is-right', description: 'write although the clock looks wrong, this once' },
  ],
  strict: true,
  examples: ['pedigree scan --mode receive', "pedigree scan --mode ship --to 'Midway Wholesale' --json"],
  schema: fields({
    kind: oneOf(['start', 'scan', 'key', 'problem', 'end'], 'what this line is about'),
    mode: oneOf(MODES),
    'n?': integer('which scan this is, counted from 1'),
    'input?': string('the scan as it came, what this scanner does to codes undone'),
    'result?': string(
      'counted, refused, duplicate, unreadable; of a key undone, same, copy, out, damaged, missing, nothing; of the last line recorded, counted, nothing-scanned, kept',
    ),
    'status?': oneOf(['genuine', 'caution', 'stop', 'unknown']),
    'code?': string('the worst reason: see docs/verdicts.md'),
    'text?': string('for people'),
    'advice?': string('what to do now'),
    'notes?': list(string(), 'further cautions, for people: old knowledge, a clock that is behind'),
    'again?': boolean('the scanner misread it: scan it again'),
    'item?': fields({
      'gtin?': string(),
      'serial?': string(),
      'lot?': string(),
      'expiry?': string(),
      'sscc?': string(),
    }),
    ...PRODUCT,
    'packs?': integer('in what was scanned; at the start in what is announced'),
    'tally?': fields({
      scans: integer(),
      counted: integer('things, each once'),
      packs: integer(),
      duplicates: integer(),
      refused: integer(),
      unreadable: integer(),
      'damaged?': integer('of what came'),
      'expected?': integer('announced, or in stock'),
      'here?': integer('of what is expected'),
    }),
    'asks?': boolean('a person is asked: whether it is the same box, or whether the shippers are told what is missing'),
    'person?': boolean('a person sits at the terminal'),
    'unfinished?': list(LEFT, 'sessions that were cut off'),
    'continued?': LEFT,
    'discarded?': integer('sessions that were dropped'),
    'into?': string('SSCC of the container that is filled'),
    'to?': string('GLN of the receiver'),
    'toName?': string(),
    'event?': string('what was recorded, CHAIN/SEQ'),
    'recorded?': { type: 'object', description: 'the answer of receive, ship, pack or dispense' },
    'missing?': list(
      string(),
      'announced in a delivery that came, or in stock, and not scanned; at most 1 000 packs. In `recorded` what the shippers are told',
    ),
    'missingCount?': integer('all packs in stock that were not scanned'),
    'unexpected?': list(string(), 'scanned, and not in stock by the books'),
    'wrongState?': list(fields({ item: string(), state: string() }), 'scanned, and by the books gone or missing'),
    'items?': list(
      fields({ 'n?': integer(), input: string(), code: string(), reason: string() }),
      'what keeps the session from being recorded, the first 100',
    ),
    'total?': integer('how many items those are'),
    'copies?': list(string(), 'two boxes with one code: neither was counted'),
    'repeated?': list(string(), 'scanned more than once, counted once, and nobody said why'),
    'seconds?': number(),
  }),
  run: async function* (input) {
    const mode = modeOf(input);
    const { scanSession } = await import('../app/sessions/session.ts');
    const { scansOf } = await import('./scan-words.ts');
    const missing = await named(input, 'missing');
    const damaged = await named(input, 'damaged');
    const terminal = input.flag('finish') ? undefined : await input.terminal();
    const request = {
      mode,
      ...given(input, 'to', 'into', 'despatch', 'ref'),
      ...(missing.length === 0 ? {} : { missing }),
      ...(damaged.length === 0 ? {} : { damaged }),
    };
    try {
      yield* scanSession(input.env, request, {
        strict: input.strict,
        lines: () => scansOf(['-'], input.stdin),
        ...leftOf(input),
        ...given(input, 'device', 'watch'),
        ...(terminal === undefined ? {} : { terminal }),
      });
    } finally {
      terminal?.close();
    }
  },
};

function modeOf(input: Input): Mode {
  const mode = required(input.text('mode')) as Mode;
  if (mode === 'ship' && input.text('to') === undefined) {
    throw new PedigreeError('usage', say('ship-whom'), {
      hint: say('ship-example'),
    });
  }
  if (mode === 'pack' && input.text('into') === undefined) {
    throw new PedigreeError('usage', say('pack-into'), { hint: say('pack-example') });
  }
  return mode;
}

/** Scans behind an option of receiving; standard input is the session's own. */
async function named(input: Input, option: 'missing' | 'damaged'): Promise<readonly string[]> {
  const scans = input.list(option);
  if (scans.length === 0) return [];
  if (input.text('mode') !== 'receive') throw new PedigreeError('usage', say('receive-only', { option }));
  const { isStdin } = await import('../app/node/pipes.ts');
  if (scans.some((scan) => isStdin(scan.replace(/^@/, ''))))
    throw new PedigreeError('usage', say('both-from-stdin', { option }));
  const { scansFor } = await import('./at-home.ts');
  return scansFor(input, option);
}

function leftOf(input: Input): Pick<SessionOptions, 'left'> {
  const asked = (['continue', 'discard', 'finish'] as const).filter((name) => input.flag(name));
  if (asked.length > 1) throw new PedigreeError('usage', say('not-together', { asked }));
  const [left] = asked;
  return left === undefined ? {} : { left };
}
