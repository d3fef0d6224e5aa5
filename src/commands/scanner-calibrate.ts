// `pedigree scanner calibrate`: learns what this scanner and this computer do to codes.
import { atHome } from './at-home.ts';
import { boolean, type CommandSpec, fields, integer, list, oneOf, string } from './spec.ts';

const FINDINGS = fields({
  'name?': string('where it was given one'),
  faithful: boolean('codes come as they were printed'),
  layout: {
    type: ['string', 'null'],
    description: 'the keyboard layout that types like this, where it is a known one',
  },
  caps: boolean('caps lock is on'),
  separator: string('gs; none where it is swallowed; else what is typed instead'),
  identifies: boolean('the scanner tells what kind of symbol it read'),
  lost: string('characters that cannot be told from others'),
  'before?': string('what stands before every code, where anything does'),
  'behind?': string('what stands behind every code, where anything does'),
  'several?': string('characters whose keys give several'),
  'numbers?': boolean('characters are typed as their numbers (ALT mode)'),
  open: list(
    oneOf(['separator-lost', 'separator-is-data', 'characters-lost', 'more-behind']),
    'what cannot be undone, to be changed at the scanner; empty where every code is read from now on',
  ),
});

export const command: CommandSpec = {
  name: 'scanner calibrate',
  summary: 'learn what this scanner and computer do to codes',
  about:
    'Shows a symbol that holds every character a code may have. Scan it once: what comes out differently (keyboard layout, caps lock, a substitute for the separator, what is put before and behind, keys that give several characters) is undone in later scans: in scanning sessions, and by every command where a scan is wrong as it stands or settled by the ledger. What cannot be undone is told, with what to change. Where several scanners are in use, give each a name.',
  options: [
    { flags: '-o, --out <file>', description: 'write the symbol as PNG, to be printed or shown', out: true },
    { flags: '--scanner <name>', description: 'which of several scanners' },
    { flags: '--forget', final: true, description: 'take scans as they come again; of --scanner, or of all' },
  ],
  examples: ['pedigree scanner calibrate --out calibrate.png', 'pedigree scanner calibrate --forget'],
  schema: fields({
    step: oneOf(['symbol', 'learned', 'forgotten', 'not-scanned']),
    'symbol?': list(string('dark modules as 1, light ones as 0'), 'rows of the symbol to scan'),
    'file?': string('where it was written'),
    'scanner?': { ...FINDINGS, description: 'what was learned, or is known from before' },
    'known?': list(FINDINGS, 'all scanners that were calibrated before'),
    'forgotten?': integer('how many scanners'),
    'already?': boolean('nothing was known'),
  }),
  run: async function* (input) {
    const { calibrate, calibrationSymbol, forgetScanner, knownScanners } = await import('../app/scans/scanner.ts');
    const name = input.text('scanner');
    if (input.flag('forget')) {
      const forgotten = await atHome(input, (home) => forgetScanner(home, name));
      yield { data: { step: 'forgotten', forgotten, already: forgotten === 0 } };
      return;
    }
    const known = await atHome(input, knownScanners);
    const before = known.find((one) => one.name === name);
    const symbol = await calibrationSymbol();
    const file = input.text('out');
    if (file !== undefined) {
      const { writeSymbol } = await import('../app/scans/scanner-symbol.ts');
      writeSymbol(symbol, file, input.env.stdout);
    }
    const rows = Array.from({ length: symbol.rows }, (_, y) =>
      Array.from(symbol.dark.subarray(y * symbol.columns, (y + 1) * symbol.columns)).join(''),
    );
    yield {
      data: {
        step: 'symbol',
        symbol: rows,
        ...(file === undefined ? {} : { file }),
        ...(known.length === 0 ? {} : { known }),
        ...(before === undefined ? {} : { scanner: before }),
      },
    };
    const { calibrationScan } = await import('./calibration-scan.ts');
    const typed = await calibrationScan(input);
    if (typed === undefined) yield { data: { step: 'not-scanned' } };
    else {
      const { text, more } = typed;
      yield { data: { step: 'learned', scanner: await atHome(input, (home) => calibrate(home, text, name, more)) } };
    }
  },
};
