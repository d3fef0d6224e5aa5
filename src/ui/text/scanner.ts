// Calibrating a scanner: the symbol drawn in the terminal, and what was learned from scanning it.
import type { ScannerFindings } from '../../app/scans/scanner.ts';
import { counted } from '../../words/numbers.ts';
import { plain } from '../plain.ts';
import { pairs, type Style } from '../style.ts';
import { placeOf } from './written.ts';

interface Calibration {
  readonly step: 'symbol' | 'learned' | 'forgotten' | 'not-scanned';
  readonly symbol?: readonly string[];
  readonly file?: string;
  readonly scanner?: ScannerFindings;
  readonly known?: readonly ScannerFindings[];
  readonly forgotten?: number;
  readonly already?: boolean;
}

export function text(data: Calibration, style: Style): string {
  switch (data.step) {
    case 'symbol': {
      const where = data.file === undefined ? drawn(data.symbol ?? [], style) : `Written: ${plain(placeOf(data.file))}`;
      const before =
        data.known === undefined
          ? ''
          : `${style.dim('As calibrated before:')}\n${data.known.map(findings).join('\n\n')}\n\n`;
      return `${before}${where}\nScan this symbol once.`;
    }
    case 'learned':
      return data.scanner === undefined ? '' : findings(data.scanner);
    case 'forgotten':
      return data.already === true
        ? 'Nothing was known of this scanner.'
        : `${counted(data.forgotten ?? 0, 'scanner')} forgotten: scans are taken as they come.`;
    default:
      return 'Nothing was scanned, nothing was learned.';
  }
}

function findings(scanner: ScannerFindings): string {
  const { name, faithful, layout, caps, separator, identifies, lost } = scanner;
  return pairs([
    ['Name', name === undefined ? undefined : plain(name)],
    ['Scanner', faithful ? 'types what it reads: nothing to undo' : 'changes codes: undone from now on'],
    ['Layout', layout ?? 'an unknown one'],
    ['Caps lock', caps ? 'on' : 'off'],
    [
      'Separator',
      separator === 'gs'
        ? 'sent as it is'
        : separator === 'none'
          ? 'swallowed: set the scanner to send it'
          : `typed as ${plain(separator)}`,
    ],
    ['Kind of code', identifies ? 'told' : 'not told'],
    ['Lost', lost === '' ? undefined : `cannot be told apart: ${plain(lost)}`],
  ]);
}

const QUIET = 2;

/** Two rows a line, black on white whatever the terminal's colours; without colours blocks on a dark ground. */
function drawn(rows: readonly string[], style: Style): string {
  const width = (rows[0]?.length ?? 0) + 2 * QUIET;
  const blank = '0'.repeat(width);
  const framed = [blank, blank, ...rows.map((row) => `00${row}00`), blank, blank];
  const colored = style.bold('x') !== 'x';
  const lines: string[] = [];
  for (let y = 0; y < framed.length; y += 2) {
    const [upper = blank, lower = blank] = [framed[y], framed[y + 1]];
    const line = [...upper].map((dark, x) => half(dark !== '1', lower[x] !== '1')).join('');
    // Light modules are drawn: white blocks on black.
    lines.push(colored ? `\x1b[97;40m${line}\x1b[0m` : line);
  }
  return lines.join('\n');
}

function half(upper: boolean, lower: boolean): string {
  if (upper && lower) return '█';
  if (upper) return '▀';
  return lower ? '▄' : ' ';
}
