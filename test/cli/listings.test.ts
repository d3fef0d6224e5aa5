// Every listing is paged, cut, sorted and written as CSV in one way.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerSchema } from '../../src/commands/answer-schema.ts';
import { optionName, sharedOptions } from '../../src/commands/globals.ts';
import { type ListPlace, type PageRequest, pageOf, placeOf } from '../../src/commands/listing.ts';
import { csvOf, fieldsOf } from '../../src/commands/rows.ts';
import { type CommandSpec, fields, integer, list, string } from '../../src/commands/spec.ts';
import { COMMANDS } from '../../src/ui/registry.ts';
import { folder, inProcess } from './program.ts';

const specs = await Promise.all(COMMANDS.map(async ({ load }) => (await load()).command));

describe('the registry', () => {
  const listings = specs.filter(({ lists }) => lists !== undefined);

  test('whatever lists is a listing', () => {
    const named = specs.filter(({ name, summary }) => / list$/.test(name) || /^list /.test(summary));
    expect(named.filter(({ lists }) => lists === undefined).map(({ name }) => name)).toEqual([]);
    const asked = 'parties incoming outgoing stock outbox alerts log trace'.split(' ');
    const told = ['product list', 'recall list', 'recall show', 'recall status', 'peer list', 'config list'];
    expect(listings.map(({ name }) => name)).toEqual(expect.arrayContaining([...asked, ...told]));
  });

  test.each(listings.map((spec) => [spec.name, spec] as const))('%s takes what every listing takes', (_, spec) => {
    const options = sharedOptions(spec).map(optionName);
    for (const name of ['since', 'before', 'limit', 'sort', 'csv']) expect(options).toContain(name);
    const own = (spec.options ?? []).map(optionName);
    expect(new Set([...own, ...options]).size).toBe(own.length + options.length);
    const { properties, required } = answerSchema(spec);
    expect(required).toContain('total');
    expect(properties).toHaveProperty('next');
    for (const { rows, id, at } of spec.lists ?? []) {
      const row = Object.keys(spec.schema.properties?.[rows]?.items?.properties ?? {});
      expect(row, rows).toEqual(expect.arrayContaining([...id, ...(at === undefined ? [] : [at])]));
      expect(fieldsOf(spec, rows)).toEqual(expect.arrayContaining([...id]));
    }
  });
});

describe('a page', () => {
  const listing = { rows: 'rows', id: ['name'], at: 'at' };
  const days = Array.from({ length: 10 }, (_, i) => ({
    name: `row ${i}`,
    at: `2031-01-0${i % 9}T00:00:00.000Z`,
    n: -i,
  }));
  const rows = days.slice(1, 9);
  const names = (page: { readonly rows: readonly { readonly name: string }[] }) => page.rows.map(({ name }) => name);

  const behind = (next: string): ListPlace => {
    const place = placeOf(next);
    if (place === undefined) throw new Error(`${next} is no place`);
    return place;
  };

  /** All pages from the first to the last, as a script goes through them. */
  function through(
    all: readonly (typeof rows)[number][],
    request: Omit<PageRequest, 'after'>,
    place: (next: string) => PageRequest,
  ) {
    const pages = [pageOf(all, listing, request)];
    for (let last = pages.at(-1); last?.next !== undefined; last = pages.at(-1))
      pages.push(pageOf(all, listing, place(last.next)));
    return pages.map(names);
  }

  test.each([1, 3, 4, 8, 100])('of %i rows: all pages together are the list', (limit) => {
    const pages = through(rows, { limit }, (next) => ({ limit, after: behind(next) }));
    expect(pages.flat()).toEqual(rows.map(({ name }) => name));
    expect(pages.every((page, i) => page.length === limit || i === pages.length - 1)).toBe(true);
  });

  test('goes on where it was, whatever came before it or is gone', () => {
    const first = pageOf(rows, listing, { limit: 3 });
    const place = behind(first.next ?? '');
    const more = [{ name: 'older', at: '2030-01-01T00:00:00.000Z', n: 0 }, ...rows];
    expect(names(pageOf(more, listing, { limit: 2, after: place }))).toEqual(['row 4', 'row 5']);
    const gone = rows.filter(({ name }) => name !== 'row 3' && name !== 'row 1');
    expect(names(pageOf(gone, listing, { limit: 2, after: place }))).toEqual(['row 4', 'row 5']);
  });

  test('has what lies between two moments, the first with it', () => {
    const request = { since: Date.parse('2031-01-03'), before: Date.parse('2031-01-06'), limit: 100 };
    expect(pageOf(rows, listing, request)).toMatchObject({ total: 3, rows: [{ n: -3 }, { n: -4 }, { n: -5 }] });
    expect(pageOf([{ name: 'never', n: 1 }], listing, request)).toEqual({ rows: [], total: 0 });
  });

  test('is sorted by a field, numbers as numbers, and what has none is last', () => {
    const some = [{ name: 'a', n: 10 }, { name: 'b' }, { name: 'c', n: 9 }];
    const by = (field: string, back: boolean) => names(pageOf(some, listing, { limit: 9, sort: { field, back } }));
    expect([by('n', false), by('n', true), by('name', true)]).toEqual([
      ['c', 'a', 'b'],
      ['a', 'c', 'b'],
      ['c', 'b', 'a'],
    ]);
  });
});

describe('CSV', () => {
  const spec: CommandSpec = {
    name: 'shelf',
    summary: 'list a shelf',
    examples: ['pedigree shelf', 'pedigree shelf --csv'],
    lists: [{ rows: 'rows', id: ['name'] }],
    schema: fields({
      rows: list(
        fields({
          name: string(),
          packs: integer(),
          'by?': fields({ name: string(), gln: string() }),
          roles: list(string()),
          'more?': { type: 'object' },
        }),
      ),
    }),
    run: async () => ({ data: { rows: [] } }),
  };
  const csv = (...rows: readonly object[]) => csvOf(spec, 'rows', rows);

  test('has a head, cells that are quoted where they must be, and lines that end in CR LF', () => {
    expect(csv()).toBe('name,packs,by.name,by.gln,roles,more\r\n');
    const row = { name: 'a "b", c\nd', packs: -5, by: { name: 'Ä', gln: '1' }, roles: ['x', 'y'], more: { a: 1 } };
    expect(csv(row).split('\r\n')[1]).toBe('"a ""b"", c\nd",-5,Ä,1,x; y,"{""a"":1}"');
    expect(csv({ name: 'a', packs: 1, roles: [] }).split('\r\n')[1]).toBe('a,1,,,,');
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\u00a0=1', '＝1', '\u200b=1'])(
    '%j runs in no spreadsheet',
    (name) => {
      const [cell = ''] = csv({ name, packs: 1, roles: [] }).split('\r\n')[1]?.replaceAll('"', '').split(',') ?? [];
      expect(cell.startsWith("'")).toBe(true);
    },
  );
});

describe('at a party', () => {
  const dir = folder();
  const run = (...words: readonly string[]) => inProcess(dir.path(''), words, { wide: words.includes('--csv') });
  beforeAll(async () => {
    await run('init', '--name', 'Agency', '--gln', '9506000100005', '--regulator', '--test');
    for (const i of [1, 2, 3, 4, 5]) {
      const digits = `0950600013${i}00`;
      await run('product', 'set', '--gtin', `${digits}${checkDigit(digits)}`, '--name', `=Product ${i}`);
    }
  }, 240_000);
  afterAll(() => dir.remove());

  test('a listing says how many there are of how many, and the line that goes on', async () => {
    const { stdout } = await run('product', 'list', '--limit', '2');
    const [, next = ''] =
      /\n2 of 5; to go on:\n {2}pedigree product list --limit 2 --since (\S+)\n$/.exec(stdout) ?? [];
    const second = await run('product', 'list', '--limit', '2', '--since', next);
    expect(second.stdout).toContain('=Product 3');
    expect(second.stdout).not.toContain('=Product 2');
    expect((await run('product', 'list')).stdout).not.toContain('to go on');
    expect((await run('product', 'list', '--before', '2001-01-01')).stdout).toBe('nothing of that time\n');
  });

  test('a script goes from page to page by next', async () => {
    const seen: unknown[] = [];
    let more: readonly string[] = [];
    for (let page = 0; page < 4; page++) {
      const { json } = await run('log', '--limit', '2', '--json', ...more);
      const { next, total } = (json[0] ?? {}) as { next?: string; total: number };
      expect(total).toBeGreaterThanOrEqual(6);
      seen.push(...eventsOf(json[0]));
      if (next === undefined) break;
      more = ['--since', next];
    }
    const { json } = await run('log', '--json');
    expect(seen).toEqual(eventsOf(json[0]));
  });

  test('the newest first, and a table for a spreadsheet', async () => {
    const { json } = await run('product', 'list', '--sort', '-gtin', '--limit', '1', '--json');
    expect(json[0]).toMatchObject({ total: 5, products: [{ name: '=Product 5' }] });
    const { stdout } = await run('product', 'list', '--csv');
    expect(stdout.split('\r\n')[0]).toBe('gtin,name,strength,form,size,codes,by.name,by.gln,event,at');
    expect(stdout.split('\r\n')[1]).toContain(",'=Product 1,");
    expect(stdout.split('\r\n')).toHaveLength(7);
  });

  test('the log of an operator is that of the one who is asked for, not of who works here', async () => {
    const all = eventsOf((await run('log', '--json')).json[0]);
    await run('product', 'set', '--gtin', '09506000134352', '--name', 'Ten', '--operator', 'Ann');
    const [last, ...none] = eventsOf((await run('log', '--operator', 'Ann', '--today', '--json')).json[0]);
    expect(none).toEqual([]);
    expect(all).not.toContain(last);
    const env = { PEDIGREE_OPERATOR: 'Ann' };
    const here = await inProcess(dir.path(''), ['log', '--json'], { env });
    expect(eventsOf(here.json[0])).toEqual([...all, last]);
    expect((await run('log', '--operator', 'Bo')).stdout).toContain('by Ann');
    expect((await run('log', '--ref', 'RX-1')).stdout).toMatch(/^nothing here bears RX-1: looked through \d+ events/);
    expect((await run('log', '--today', '--now', '2001-01-01T00:00:00Z')).stdout).toBe(
      'nothing was recorded on 2001-01-01\n',
    );
    expect((await run('log', '--ref', '')).exit).toBe(2);
  });

  test.each([
    [['log', '--since', 'yesterday'], 'takes a day or a moment'],
    [['log', '--since', '2031-02-30'], 'takes a day or a moment'],
    [['log', '--limit', '0'], 'from 1 up'],
    [['log', '--sort', 'weight'], 'nothing called weight'],
    [['log', '--csv', '--json'], 'either JSON or CSV'],
    [['config', 'list', '--since', '2031-01-01'], 'no time'],
  ] as const)('%j is refused', async (words, says) => {
    const { exit, stderr } = await run(...words);
    expect([exit, stderr]).toEqual([2, expect.stringContaining(says)]);
  });
});

function eventsOf(answer: object = {}): readonly string[] {
  const { events = [] } = answer as { readonly events?: readonly { readonly event: string }[] };
  return events.map(({ event }) => event);
}

function checkDigit(digits: string): number {
  const sum = [...digits].reverse().reduce((all, digit, i) => all + Number(digit) * (i % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10;
}
