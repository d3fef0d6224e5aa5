// What reaches a terminal: no control or bidi characters, no more than 80 columns, colours where they are wanted.
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { toFailure } from '../../src/answer/failures.ts';
import { plain, plainValue } from '../../src/answer/plain.ts';
import { PedigreeError, worstExit } from '../../src/errors.ts';
import { failureText } from '../../src/ui/failure-text.ts';
import { columns, plainStyle, wantsColor, wrap } from '../../src/ui/style.ts';
import { table } from '../../src/ui/table.ts';
import { text as alerts } from '../../src/ui/text/alerts.ts';
import { audit } from '../../src/ui/text/maintenance.ts';
import { text as outbox } from '../../src/ui/text/outbox.ts';
import { endText, respondText } from '../../src/ui/text/recall.ts';
import { text as reportText } from '../../src/ui/text/report.ts';
import { onward } from '../../src/ui/text/written.ts';
import { counted } from '../../src/words/numbers.ts';
import { folder, inProcess } from './program.ts';

const { path, remove } = folder();
afterAll(remove);

describe('text from a scan or a peer', () => {
  test('cannot steer the terminal or turn the reading direction', () => {
    expect(plain('\u001b[31mred\u001b[0m \u202egnp.exe\u202c\u0007\u009b2J')).toBe('[31mred[0m gnp.exe2J');
    expect(plain('two\nlines\tand\r\nmore')).toBe('two lines and more');
    expect(plain('zero\u200bwidth\ufeff, tag\u{e0041}')).toBe('zerowidth, tag');
    expect(plain('Łódź – 東京 💊 O’Brien')).toBe('Łódź – 東京 💊 O’Brien');
  });

  test('holds whatever the text, also inside of data', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (text) => {
        const { list } = plainValue({ list: [{ text }] }) as { list: [{ text: string }] };
        expect(list[0].text).not.toMatch(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});

describe('80 columns', () => {
  test('wrapped text keeps to them and loses no word', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-zé東]{1,20}$/), { minLength: 1, maxLength: 60 }), (words) => {
        const text = wrap(words.join(' '), '    ');
        expect(Math.max(...text.split('\n').map(columns))).toBeLessThanOrEqual(80);
        expect(text.split(/\s+/).join(' ')).toBe(words.join(' '));
      }),
    );
  });

  test('a command to be copied stands on one line, but for one that is longer than a line', () => {
    const advice = 'Do not supply. Set it apart, then follow the recall: pedigree recall respond CHAIN/12. Then go on.';
    expect(wrap(advice, '  ').split('\n')).toEqual([
      'Do not supply. Set it apart, then follow the recall:',
      '  pedigree recall respond CHAIN/12. Then go on.',
    ]);
    const long = wrap(`next: pedigree verify ${'12345678901234567890 '.repeat(5).trim()}`, '  ');
    expect(Math.max(...long.split('\n').map(columns))).toBeLessThanOrEqual(80);
  });

  test('a table with long names gives way in the widest flexible column', () => {
    const rows = [
      ['09506000134352', 'A very long product name that goes on and on and on and on and on', 'LOT1', '12 000'],
      ['09506000134369', 'Short', 'ANOTHERVERYLONGLOT00', '7'],
    ];
    const heads = [
      { title: 'GTIN' },
      { title: 'Product', flexible: true },
      { title: 'Lot' },
      { title: 'Packs', align: 'right' as const },
    ];
    const lines = table(heads, rows, plainStyle()).split('\n');
    expect(lines).toHaveLength(3);
    expect(Math.max(...lines.map(columns))).toBe(80);
    expect(lines[1]).toContain('…');
    expect(lines[2]).toMatch(/ANOTHERVERYLONGLOT00 +7$/);
  });

  test('numbers are grouped and counted', () => {
    expect([counted(1, 'pack'), counted(0, 'pack'), counted(1234567, 'box', 'boxes')]).toEqual([
      '1 pack',
      '0 packs',
      '1 234 567 boxes',
    ]);
  });
});

test.each([
  [{ terminal: true }, true],
  [{ terminal: false }, false],
  [{ terminal: true, NO_COLOR: '1' }, false],
  [{ terminal: true, NO_COLOR: '' }, true],
  [{ terminal: false, FORCE_COLOR: '1' }, true],
  [{ terminal: false, FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  [{ terminal: true, FORCE_COLOR: '0' }, false],
  [{ terminal: true, TERM: 'dumb' }, false],
])('colours with %j: %s', ({ terminal, ...environment }, wanted) => {
  expect(wantsColor(terminal, false, environment)).toBe(wanted);
  expect(wantsColor(terminal, true, environment)).toBe(false);
});

describe('failures', () => {
  const system = (code: string, syscall: string) => Object.assign(new Error(code), { code, syscall, path: '/a/b' });

  test.each([
    ['ENOENT', 'open', 66],
    ['ENOENT', 'mkdir', 73],
    ['EISDIR', 'read', 66],
    ['ENOTDIR', 'open', 66],
    ['EACCES', 'mkdir', 73],
    ['EROFS', 'open', 73],
    ['ENOSPC', 'write', 74],
    ['EIO', 'read', 74],
    ['EBUSY', 'open', 75],
    ['ECONNREFUSED', 'connect', 75],
    ['SQLITE_BUSY', '', 75],
    ['SQLITE_CORRUPT', '', 74],
    ['SQLITE_FULL', '', 74],
    ['SQLITE_READONLY_DBMOVED', '', 73],
  ])('%s of %s is exit %i', (code, syscall, exit) => {
    const failure = toFailure(system(code, syscall));
    expect(failure.exit).toBe(exit);
    expect(failure.message).toMatch(/^[a-z].*[^.]$/);
  });

  test('what nobody foresaw is exit 1 and says so', () => {
    expect(toFailure(new TypeError('x is undefined'))).toMatchObject({ code: 'unexpected', exit: 1 });
    expect(toFailure('a string')).toMatchObject({ code: 'unexpected', exit: 1 });
  });

  test('read as one sentence and one hint, and name every bad item', () => {
    const error = new PedigreeError('wrong-state', 'two items cannot be shipped', {
      hint: 'leave them out',
      detail: { items: [{ n: 2, input: '(01)\u001b[2J', code: 'recalled', reason: 'recalled: lot A' }] },
    });
    expect(failureText(error)).toBe(
      'pedigree: error: two items cannot be shipped\n  (01)[2J: recalled: lot A\npedigree: hint: leave them out\n',
    );
  });
});

test('of several exits the worst wins', () => {
  const order = [15, 10, 11, 12, 14, 16, 13, 19, 65, 77, 74, 75, 17, 20, 0];
  for (let i = 0; i + 1 < order.length; i++) {
    const [worse = 0, better = 0] = order.slice(i);
    expect(worstExit([better, worse])).toBe(worse);
    expect(worstExit([worse, better])).toBe(worse);
  }
  expect([worstExit([]), worstExit([0]), worstExit([20, 17, 0])]).toEqual([0, 0, 17]);
});

describe('codes are for scripts', () => {
  test('an alert is told by how urgent it is', () => {
    const alert = {
      id: 'a',
      code: 'reported-suspect',
      severity: 'medium',
      at: '2026-11-29T10:00:00.000Z',
      state: 'open',
      ageHours: 1,
      due: '2026-12-02T10:00:00.000Z',
      overdue: false,
      command: 'pedigree alerts close a --as state --note T',
    } as const;
    const shown = alerts(
      { alerts: [{ ...alert, parties: ['Hill'], text: 'Hill reports a pack' }], closed: 0 },
      plainStyle(),
    );
    expect(shown).toMatch(/^look {2}.*Hill reports a pack/);
    expect(shown).not.toContain('reported-suspect');
  });

  test('a supply that waits, or ended as an alert, is named by its pack, and never by what a scanner types', () => {
    const scan = ']d20109506000134352211234567890\u001d17390630\u001d10ABC';
    const alerts = [{ code: 'dispense-not-recorded', item: scan }];
    const shown = outbox({ pending: [], alerts }, plainStyle());
    expect(shown).toContain('supplied and cannot be recorded: (01)09506000134352(21)1234567890');
    const one = { id: '1f2e', command: 'dispense', item: scan, since: '2026-11-22T09:00:00Z', reason: 'x', tries: 1 };
    const waits = outbox({ pending: [one], alerts: [] }, plainStyle());
    expect(waits).toContain('  (01)09506000134352(21)1234567890');
    expect(waits).toContain('pedigree outbox cancel 1f2e --reason T');
    expect(shown + waits).not.toContain(']d2');
  });

  test('what was not written asks for nothing to be sent on', () => {
    const none = { received: 0, held: 0, dispensed: 0, sentOn: 0, decommissioned: 0, unaccounted: 0, disputed: 0 };
    const done = {
      already: false,
      at: '2026-11-22T09:00:00Z',
      warnings: [],
      counts: { ...none, quarantined: 3 },
      item: {},
      quarantined: 3,
      recall: 'a/1',
      outcome: 'ended',
      as: 'suspect',
      to: ['Acme'],
    };
    for (const make of [respondText, endText, reportText]) {
      expect(make({ ...done, dryRun: true }, plainStyle())).not.toMatch(/pedigree sync|now/);
      expect(make(done, plainStyle())).toContain('next: pedigree sync');
    }
    expect([...onward({ dryRun: true }), ...onward({})]).toEqual(['Send it on: pedigree sync']);
  });

  test('a supply that ended as an alert says what became of it', () => {
    for (const code of ['dispense-not-recorded', 'dispensed-after-recall']) {
      expect(outbox({ pending: [], alerts: [{ code, item: '(01)1' }] }, plainStyle())).not.toContain(code);
    }
  });

  test('a finding of the audit is its sentence', () => {
    const finding = { code: 'leaf-damaged', message: 'event 3 is damaged', chain: 'abc', seq: 3 } as const;
    const shown = audit({ events: 4, chains: 1, notes: 1, pages: 0, findings: [finding] } as never, plainStyle());
    expect(shown).toContain('  event 3 is damaged  abc/3');
    expect(shown).not.toContain('leaf-damaged');
  });

  test('what was put right in a scan is told by its evidence', async () => {
    const { stdout } = await inProcess(path('.'), ['decode', ']d201095060001343522112345~1017310630']);
    expect(stdout).toContain('"~" stands where separators belong');
    expect(stdout).not.toContain('gs-substitute');
  });
});
