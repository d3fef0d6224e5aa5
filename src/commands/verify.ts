// `pedigree verify`: the verdict on scanned packs, cases and shipments; writes nothing.
import { boolean, type CommandSpec, fields, integer, list, oneOf, string } from './spec.ts';

const reason = fields({
  code: string('stable: see docs/verdicts.md'),
  text: string('for people'),
  advice: string('what to do now'),
  'emvs?': string('EMVS alert code'),
  'vrs?': string('GS1 verification message'),
  'at?': string('when, ISO 8601 in UTC'),
});

export const command: CommandSpec = {
  name: 'verify',
  summary: 'tell whether a pack is genuine and may be supplied',
  about:
    'An item is a scan, an SSCC or a shipment. A container is judged by all that is inside. For a regulator custody is judged only with --at.',
  arguments: [{ name: 'item', description: 'a scan, an SSCC, a shipment, a picture, @FILE or -', variadic: true }],
  options: [
    { flags: '--at <party>', description: 'judge whether it is rightly with this party' },
    { flags: '--max-age <time>', description: 'how old knowledge may be: 24h, 90m, 2d' },
  ],
  strict: true,
  lines: true,
  examples: [
    "pedigree verify '(01)09506000134352(21)7K2M9QX4T8RB3WNC(17)280630(10)ABC123'",
    'pedigree verify --strict --max-age 24h @scans.txt',
  ],
  schema: fields({
    status: oneOf(['genuine', 'caution', 'stop', 'unknown']),
    cause: { ...oneOf(['none', 'scan', 'data', 'state', 'suspect']), description: 'where a fault lies' },
    retry: boolean('a sync or another scan may change the answer'),
    reasons: list(reason, 'every reason, the worst first'),
    'item?': fields({
      'gtin?': string(),
      'serial?': string(),
      'lot?': string(),
      'expiry?': string(),
      'sscc?': string(),
      'packs?': integer(),
    }),
    'product?': { type: 'object' },
    'maker?': fields({ name: string(), gln: string(), 'contact?': string() }),
    'custody?': fields({ state: string(), 'holder?': string() }),
    repairs: list({ type: 'object' }, 'what was undone that a scanner did to the code'),
    'candidates?': list({ type: 'object' }, 'readings of a damaged scan, none chosen'),
    'fresh?': fields({ peers: integer(), 'oldest?': string() }, 'how new the knowledge is'),
    'micros?': integer('how long the verdict took'),
  }),
  run: async function* (input) {
    const { verifyScans } = await import('../app/verify.ts');
    yield* verifyScans(input.env, input.args, input.stdin, {
      strict: input.strict,
      at: input.text('at'),
      maxAge: input.text('max-age'),
    });
  },
};
