// Commands in the answers of a command, turned to what whoever reads them can paste.

/** Fields of answers that hold commands, or sentences with commands in them. */
const FIELDS: ReadonlySet<string> = new Set(['hint', 'command', 'next', 'advice', 'warnings']);

/** An answer whose commands are turned; whatever came from a scan or a partner stays as it is. */
export function turned<T>(value: T, turn: (text: string) => string, field = ''): T {
  if (typeof value === 'string') return (FIELDS.has(field) ? turn(value) : value) as T;
  if (Array.isArray(value)) return value.map((one) => turned(one as unknown, turn, field)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, turned(one as unknown, turn, name)]),
  ) as T;
}
