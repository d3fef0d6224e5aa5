// Lines of a table for other programs: RFC 4180, and nothing in it that a spreadsheet would run.

/** A line of cells; it ends in CR LF. */
export function csvLine(cells: readonly unknown[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = harmless(typeof value === 'string' ? value : listed(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Several plain values stand in one cell; whatever else there is stands there as JSON. */
function listed(value: unknown): string {
  const plain = Array.isArray(value) && value.every((one) => typeof one === 'string' || typeof one === 'number');
  return plain ? value.join('; ') : JSON.stringify(value);
}

/** A spreadsheet would run it as a formula; the apostrophe makes it text. Others write names, and so may anybody. */
function harmless(text: string): string {
  return /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
}
