// Calibrating a scanner: the symbol drawn in the terminal, and what was learned from scanning it.

import { plain } from '../../answer/plain.ts';
import type { ScannerFindings } from '../../app/scans/scanner.ts';
import { phrase } from '../../words/en/session-text.ts';
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
      const where =
        data.file === undefined
          ? drawn(data.symbol ?? [], style)
          : phrase('symbol-written', { file: plain(placeOf(data.file)) });
      const before =
        data.known === undefined
          ? ''
          : `${style.dim(phrase('calibrated-before'))}\n${data.known.map(findings).join('\n\n')}\n\n`;
      return `${before}${where}\n${phrase('scan-once')}`;
    }
    case 'learned':
      return data.scanner === undefined ? '' : findings(data.scanner);
    case 'forgotten':
      return data.already === true ? phrase('nothing-known') : phrase('forgotten', { count: data.forgotten ?? 0 });
    default:
      return phrase('nothing-learned');
  }
}

function findings(scanner: ScannerFindings): string {
  const { name, faithful, layout, caps, separator, identifies, lost, before, behind, several, numbers, open } = scanner;
  const changes = open.length === 0 ? 'changes-codes' : 'changes-codes-open';
  return pairs([
    [phrase('name'), name === undefined ? undefined : plain(name)],
    [phrase('scanner'), phrase(faithful ? 'types-what-it-reads' : changes)],
    ...open.map((what): [string, string] => [phrase('to-change'), phrase(what)]),
    [phrase('layout'), numbers === true ? phrase('no-layout') : (layout ?? phrase('unknown-layout'))],
    [phrase('caps-lock'), phrase(caps ? 'on' : 'off')],
    [
      phrase('separator'),
      separator === 'gs'
        ? phrase('separator-sent')
        : separator === 'none'
          ? phrase('separator-swallowed')
          : phrase('separator-typed', { separator: plain(separator) }),
    ],
    [phrase('before-codes'), before === undefined ? undefined : plain(before)],
    [phrase('behind-codes'), behind === undefined ? undefined : plain(behind)],
    [phrase('kind-of-code'), phrase(identifies ? 'told' : 'not-told')],
    [phrase('several'), several === undefined ? undefined : phrase('keys-give-several', { several: plain(several) })],
    [phrase('lost'), lost === '' ? undefined : phrase('cannot-tell-apart', { lost: plain(lost) })],
  ]);
}

/** As much white as the standard asks for: the whole symbol fits into 24 lines. */
const QUIET = 1;

/** Two rows a line, black on white whatever the terminal's colours; without colours blocks on a dark ground. */
function drawn(rows: readonly string[], style: Style): string {
  const width = (rows[0]?.length ?? 0) + 2 * QUIET;
  const blank = '0'.repeat(width);
  const framed = [blank, ...rows.map((row) => `0${row}0`), blank];
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
