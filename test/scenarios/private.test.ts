// What a command writes is for whoever asked for it, whatever the habits of the machine: codes, keys and trade are no news.
import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeGiven } from '../left-out.ts';
import { EXPIRY, GTIN_A, type World, world } from './world.ts';

describeGiven(
  'POSIX',
  process.platform !== 'win32' || undefined,
  'on a machine that makes everything for everybody',
  () => {
    let w: World;
    const umask = process.umask(0);
    beforeAll(async () => {
      w = await world('bundle', (parties) => parties);
      await w.sync();
    }, 240_000);
    afterAll(async () => {
      process.umask(umask);
      await w?.close();
    });
    const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

    test('lists of scans, labels, bundles and backups are closed, and a card is open', async () => {
      const scans = w.path('scans.txt');
      const lot = ['--gtin', GTIN_A, '--lot', 'L1', '--expiry', EXPIRY];
      await w.A.expect(0, 'mint', ...lot, '--count', '3', '--out', scans);
      await w.A.expect(0, 'label', `@${scans}`, '--format', 'pdf', '-o', w.path('labels.pdf'));
      const again = ['--reprint', '--reason', 'smeared'];
      await w.A.expect(0, 'label', `@${scans}`, '--format', 'zpl', '-o', w.path('labels.zpl'), ...again);
      await w.A.expect(0, 'label', `@${scans}`, '--format', 'svg', '-o', w.path('labels'), ...again);
      await w.A.expect(0, 'ship', '--to', w.M.gln, `@${scans}`, '--bundle', w.path('delivery.pedigree'));
      await w.A.expect(0, 'export', w.path('all.pedigree'));
      await w.A.expect(0, 'backup', w.path('acme.backup'));
      await w.A.expect(0, 'card', '-o', w.path('acme.card'));
      const closed = [
        'scans.txt',
        'labels.pdf',
        'labels.zpl',
        'delivery.pedigree',
        'all.pedigree',
        'acme.backup',
        'A.welcome',
      ];
      expect(closed.map((name) => [name, mode(w.path(name))])).toEqual(closed.map((name) => [name, '600']));
      const labels = readdirSync(w.path('labels'));
      expect(labels).toHaveLength(3);
      expect([mode(w.path('labels')), ...labels.map((name) => mode(join(w.path('labels'), name)))]).toEqual([
        '700',
        ...labels.map(() => '600'),
      ]);
      expect(mode(w.path('acme.card'))).toBe('644');
      // One that was there before, and open, is closed with its new content.
      chmodSync(w.path('all.pedigree'), 0o666);
      await w.A.expect(0, 'export', w.path('all.pedigree'));
      expect(mode(w.path('all.pedigree'))).toBe('600');
    });

    test('a passphrase file that others can write is refused, one that they can read is told', async () => {
      const file = w.path('words.txt');
      const words = (bits: number) => {
        writeFileSync(file, 'correct horse');
        chmodSync(file, bits);
      };
      const open = ['--passphrase-file', file] as const;
      for (const bits of [0o602, 0o620, 0o666]) {
        words(bits);
        const refused = await w.C.expect(77, 'key', 'passphrase', '--new-passphrase-file', file);
        expect(refused.json).toMatchObject({ code: 'key-permissions', hint: `chmod 600 ${file}` });
      }
      words(0o600);
      const quiet = await w.C.expect(0, 'key', 'passphrase', '--new-passphrase-file', file);
      expect(quiet.stderr).toBe('');
      const checks = async (...more: readonly string[]) => {
        const { json } = await w.C.run('doctor', ...open, ...more);
        return json.checks.filter(({ code }: { code: string }) => code === 'passphrase-file');
      };
      expect(await checks()).toEqual([]);
      const rotated = () => w.C.run('key', 'rotate', '--seal', ...open);
      words(0o640);
      expect(await checks()).toMatchObject([
        { level: 'warning', message: `others may read the passphrase file ${file}` },
      ]);
      expect((await rotated()).stderr.replace(/\s+/g, ' ')).toContain(`others may read the passphrase file ${file}`);
      const meant = await w.C.expect(0, 'key', 'rotate', '--seal', ...open, '--passphrase-file-shared');
      expect(meant.stderr).toBe('');
      expect(await checks('--passphrase-file-shared')).toMatchObject([{ level: 'ok' }]);
      words(0o622);
      expect(await rotated()).toMatchObject({ exit: 77, json: { code: 'key-permissions' } });
      // That others may read it may be meant, that they may write to it never is.
      expect(await w.C.run('key', 'rotate', '--seal', ...open, '--passphrase-file-shared')).toMatchObject({ exit: 77 });
      expect(await checks('--passphrase-file-shared')).toMatchObject([{ level: 'error' }]);
    });

    test('doctor names the folder, the database and the head file where others can read them', async () => {
      const readable = async () => {
        const { json } = await w.H.run('doctor');
        return json.checks.filter(({ code }: { code: string }) => code === 'readable');
      };
      expect(await readable()).toEqual([]);
      // What SQLite puts beside a database has its mode.
      for (const name of ['head', 'ledger.db']) {
        const path = join(w.H.home, name);
        chmodSync(path, 0o644);
        expect(await readable()).toContainEqual(
          expect.objectContaining({
            level: 'warning',
            message: `others may read or write ${path}`,
            hint: `chmod 600 ${path}`,
          }),
        );
        for (const left of readdirSync(w.H.home))
          if (statSync(join(w.H.home, left)).isFile()) chmodSync(join(w.H.home, left), 0o600);
        expect(await readable()).toEqual([]);
      }
      chmodSync(w.H.home, 0o750);
      expect(await readable()).toMatchObject([{ hint: `chmod 700 ${w.H.home}` }]);
      chmodSync(w.H.home, 0o700);
      expect(await readable()).toEqual([]);
    });
  },
);
