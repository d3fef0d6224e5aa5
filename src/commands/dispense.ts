// `pedigree dispense`: supplies packs to a patient, each scan for itself.
import { given } from './optional.ts';
import { type CommandSpec, fields, list, oneOf, string } from './spec.ts';
import { verdictFields } from './verdict-schema.ts';

const { item, ...verdict } = verdictFields();
/** A verdict is told only where there is something to look at. */
const told = Object.fromEntries(
  Object.entries(verdict).map(([name, schema]) => [`${name.replace(/\?$/, '')}?`, schema]),
);

export const command: CommandSpec = {
  name: 'dispense',
  summary: 'record that packs are supplied to a patient',
  about:
    'A pack that may not be supplied is answered with its verdict. The same pack again is always already-dispensed: it may be a copy.',
  arguments: [{ name: 'scan', description: 'a scan, a picture, @FILE or -', variadic: true }],
  options: [
    { flags: '--ref <text>', description: 'own reference, sealed to the own party' },
    {
      flags: '--later',
      final: true,
      description: 'the goods are here and their delivery has not arrived: record it once it has',
    },
    {
      flags: '--despite <what>',
      description: 'supply it although records contradict each other; --note says what was looked at',
      choices: ['contested'],
    },
    { flags: '--once <key>', description: 'the same key and request is carried out once' },
    { flags: '--note <text>', description: 'for the own party alone' },
  ],
  writes: true,
  lines: true,
  examples: [
    "pedigree dispense '(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)390630(10)ABC123' --ref RX-17",
    'pedigree dispense - --json',
  ],
  schema: fields({
    result: oneOf(['dispensed', 'refused', 'queued']),
    item,
    'code?': string('why it was refused: the worst reason'),
    ...told,
    'queued?': string('id in the outbox'),
    'opened?': list(string(), 'SSCCs of containers that were opened'),
  }),
  run: async function* (input) {
    const { openToRecord } = await import('../app/record/recording.ts');
    const { dispenseScans } = await import('../app/steps/dispense-scans.ts');
    const { scansOf } = await import('./scan-words.ts');
    const home = await openToRecord(input.env);
    try {
      yield* dispenseScans(home, scansOf(input.rest('scan'), input.stdin), {
        later: input.flag('later'),
        ...(input.text('despite') === 'contested' ? { despite: 'contested' as const } : {}),
        ...given(input, 'ref', 'once', 'note'),
      });
    } finally {
      home.close();
    }
  },
};
