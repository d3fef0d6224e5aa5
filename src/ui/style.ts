// How text for people looks: colours where they are wanted, at most 80 columns, tables that fit.

export const WIDTH = 80;

type Paint = (text: string) => string;

export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
  readonly verbose: boolean;
}

const AS_IT_IS: Paint = (text) => text;

/** No colours at all. */
export function plainStyle(verbose = false): Style {
  return {
    bold: AS_IT_IS,
    dim: AS_IT_IS,
    red: AS_IT_IS,
    green: AS_IT_IS,
    yellow: AS_IT_IS,
    cyan: AS_IT_IS,
    verbose,
  };
}

/** Whether colours are wanted: `--no-color` and NO_COLOR say no, FORCE_COLOR yes, else a terminal that is not dumb. */
export function wantsColor(
  terminal: boolean,
  noColor: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment;
  if (noColor || (NO_COLOR !== undefined && NO_COLOR !== '')) return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return terminal && TERM !== 'dumb';
}

/** The style for a run; the library of colours is loaded only where there are some. */
export async function makeStyle(color: boolean, verbose = false): Promise<Style> {
  if (!color) return plainStyle(verbose);
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  return {
    bold: chalk.bold,
    dim: chalk.dim,
    red: chalk.red,
    green: chalk.green,
    yellow: chalk.yellow,
    cyan: chalk.cyan,
    verbose,
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape that begins a colour
const COLOR = /\u001b\[[0-9;]*m/g;

/** Columns that a text takes, colours not counted; East Asian wide characters and emoji take two. */
export function columns(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let count = 0;
  for (const character of text.replace(COLOR, '')) {
    if (/\p{Mark}/u.test(character)) continue;
    count += WIDE.test(character) ? 2 : 1;
  }
  return count;
}
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]/u;

/** A command to be copied: up to the end of its sentence. */
const COMMAND = /(?<![^ ])pedigree [^ ].*?(?=[.,;)]*(?: {2}|[.,;)] |$))/g;
/** Stands for a space that no line breaks at, while a text is broken. */
const HELD = '\0';

/**
 * Breaks a text at spaces to lines of at most `width` columns; lines after the first begin with `indent`. A command stays
 * whole where it fits a line.
 */
export function wrap(text: string, indent = '', width = WIDTH): string {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = lines.length === 0 ? '' : indent;
    let empty = true;
    const held = paragraph.replace(COMMAND, (command) =>
      columns(indent + command) < width ? command.replaceAll(' ', HELD) : command,
    );
    for (const words of held.split(' ')) {
      const word = words.replaceAll(HELD, ' ');
      const longer = empty ? line + word : `${line} ${word}`;
      if (!empty && columns(longer) > width) {
        lines.push(line.trimEnd());
        line = indent + word;
      } else {
        line = longer;
      }
      empty = false;
    }
    lines.push(line.trimEnd());
  }
  return lines.join('\n');
}

/** Breaks the lines of a text that are too wide; the rest of a line begins below it, two columns to the right. */
export function narrowed(text: string, width = WIDTH): string {
  if (text.length <= width) return text;
  const lines = text.split('\n');
  return lines
    .map((line) => (line.length <= width ? line : wrap(line, `${/^ */.exec(line)?.[0]}  `, width)))
    .join('\n');
}

/** Cuts a text to `width` columns and says so with an ellipsis. */
export function shorten(text: string, width: number): string {
  if (columns(text) <= width) return text;
  let out = '';
  for (const character of text.replace(COLOR, '')) {
    if (columns(out + character) > width - 1) break;
    out += character;
  }
  return `${out}…`;
}

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
  /** May be cut to make the table fit; the widest such column gives way first. */
  readonly flexible?: boolean;
}

/** A table of at most 80 columns, with a line of titles; no trailing spaces. */
export function table(heads: readonly Column[], rows: readonly (readonly string[])[], style: Style): string {
  const widths = heads.map((head, index) =>
    rows.reduce((width, row) => Math.max(width, columns(row[index] ?? '')), columns(head.title)),
  );
  for (;;) {
    const over = widths.reduce((sum, width) => sum + width, 0) + 2 * (widths.length - 1) - WIDTH;
    const wide = heads.reduce((best, head, index) => {
      if (!head.flexible) return best;
      return best < 0 || (widths[index] ?? 0) > (widths[best] ?? 0) ? index : best;
    }, -1);
    if (over <= 0 || wide < 0 || (widths[wide] ?? 0) <= 8) break;
    widths[wide] = Math.max(8, (widths[wide] ?? 0) - over);
  }
  const line = (cells: readonly string[], paint: Paint) =>
    heads
      .map((head, index) => {
        const width = widths[index] ?? 0;
        const cell = shorten(cells[index] ?? '', width);
        const space = ' '.repeat(width - columns(cell));
        return head.align === 'right' ? space + paint(cell) : paint(cell) + space;
      })
      .join('  ')
      .trimEnd();
  return [
    line(
      heads.map((head) => head.title),
      style.dim,
    ),
    ...rows.map((row) => line(row, AS_IT_IS)),
  ].join('\n');
}

/** Lines of `label  value`, values aligned and wrapped; pairs without a value are left out. */
export function pairs(rows: readonly (readonly [string, string | undefined])[]): string {
  const kept = rows.filter((row): row is readonly [string, string] => row[1] !== undefined && row[1] !== '');
  const width = kept.reduce((widest, [label]) => Math.max(widest, columns(label)), 0);
  const indent = ' '.repeat(width + 2);
  return kept.map(([label, value]) => wrap(label + ' '.repeat(width - columns(label) + 2) + value, indent)).join('\n');
}

/** `1 pack`, `2 packs`, `1 000 packs`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** A number with a space between thousands. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ' ');
}
