// The site: every link of every page leads somewhere in it, nothing is fetched from elsewhere, and the playground reads codes.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { page, slugOf } from '../scripts/site/markdown.ts';
import { site } from '../scripts/site.ts';
import { folder, ROOT } from './cli/program.ts';
import { svgPicture } from './label/read-back.ts';
import { itGiven } from './left-out.ts';

const dir = folder();
const ROOT_FOLDER = dir.path('site');
let pages: ReadonlyMap<string, string>;
beforeAll(async () => {
  pages = new Map((await site(ROOT_FOLDER)).map((path) => [path, readFileSync(join(ROOT_FOLDER, path), 'utf8')]));
});
afterAll(() => dir.remove());

const idsIn = (html: string) => new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id));

/** Links and pictures of a page that lead nowhere. */
function lost(path: string, html: string): string[] {
  const targets = [...html.matchAll(/ (?:href|src|srcset)="([^"]*)"/g)].map(([, target = '']) => target);
  return targets.filter((target) => {
    if (/^https?:/.test(target)) return false;
    const [file = '', anchor] = target.split('#');
    const at = file === '' ? path : posix.normalize(posix.join(posix.dirname(path), file));
    if (!existsSync(join(ROOT_FOLDER, at))) return true;
    return anchor !== undefined && !idsIn(readFileSync(join(ROOT_FOLDER, at), 'utf8')).has(anchor);
  });
}

test('every link leads somewhere', () => {
  expect(pages.size).toBeGreaterThan(30);
  expect([...pages].flatMap(([path, html]) => lost(path, html).map((target) => `${path}: ${target}`))).toEqual([]);
  expect(lost('index.html', '<a href="gone.html"> <a href="docs/index.html#nowhere"> <img src="no.svg">')).toHaveLength(
    3,
  );
});

test('every page can be reached from the first one', () => {
  const reached = new Set(['index.html']);
  for (const path of reached) {
    for (const [, target = ''] of (pages.get(path) ?? '').matchAll(/ href="([^"#]+)/g)) {
      const at = posix.normalize(posix.join(posix.dirname(path), target));
      if (pages.has(at)) reached.add(at);
    }
  }
  expect([...pages.keys()].filter((path) => !reached.has(path))).toEqual([]);
});

test('no page asks anybody for anything, and each has a title', () => {
  for (const [path, html] of pages) {
    expect(html, path).toContain("default-src 'none'");
    expect(html, path).not.toMatch(/ src(?:set)?="(?:https?:)?\/\//);
    expect(/<title>([^<]+)<\/title>/.exec(html)?.[1], path).toBeTruthy();
    expect(html.match(/<h1 ?/g), path).toHaveLength(1);
  }
});

test('a folder of something else is not cleared', async () => {
  const other = dir.path('other');
  mkdirSync(dirname(join(other, 'mine')), { recursive: true });
  writeFileSync(join(other, 'mine'), 'kept');
  await expect(site(other)).rejects.toThrow('something else');
  expect(readFileSync(join(other, 'mine'), 'utf8')).toBe('kept');
});

describe('Markdown', () => {
  const html = (text: string) => page(text, (target) => target).html;

  it('is text with its marks as elements, and code as it stands', () => {
    expect(html('a **b `*c*`** <d> & [e `f`](g.md#h)')).toBe(
      '<p>a <strong>b <code>*c*</code></strong> &lt;d&gt; &amp; <a href="g.md#h">e <code>f</code></a></p>',
    );
    expect(html('2 * 3 * 4 and *so* and `a < b`')).toBe('<p>2 * 3 * 4 and <em>so</em> and <code>a &lt; b</code></p>');
  });

  it('has lists in lists, and lines that go on', () => {
    expect(html('* a\n  b\n  * c\n* d\n\n1. e\n2. f')).toBe(
      '<ul>\n<li>a\nb\n<ul>\n<li>c</li>\n</ul></li>\n<li>d</li>\n</ul>\n<ol>\n<li>e</li>\n<li>f</li>\n</ol>',
    );
  });

  it('has tables, in which a bar in code parts nothing', () => {
    expect(html('| a | b |\n|---|---|\n| `c|d` | e \\| f |')).toContain(
      '<tr><td><code>c|d</code></td><td>e | f</td></tr>',
    );
  });

  it('names headings as GitHub does', () => {
    expect(slugOf('What leaks, honestly')).toBe('what-leaks-honestly');
    expect(page('# A\n## B\n## B', (target) => target).anchors).toEqual(['a', 'b', 'b-1']);
  });

  it('shows fenced blocks as they are', () => {
    expect(html('```sh\na | b <c>\n# no heading\n```')).toBe(
      '<pre tabindex="0"><code class="language-sh">a | b &lt;c&gt;\n# no heading</code></pre>',
    );
  });
});

const drawnPack = () => readFileSync(join(ROOT, 'docs/pictures/pack-light.svg'), 'utf8');

const WAIT = { timeout: 60_000 };

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

itGiven(
  'a Chromium',
  CHROMIUM,
  'the playground reads what is pasted or photographed, without a network',
  async (executablePath) => {
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    try {
      const context = await browser.newContext({ offline: true });
      const tab = await context.newPage();
      const asked: string[] = [];
      const faults: string[] = [];
      tab.on('request', (request) => asked.push(request.url()));
      tab.on('pageerror', (error) => faults.push(error.message));
      tab.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text());
      });
      const url = `file://${join(ROOT_FOLDER, 'playground.html')}`;
      await tab.goto(url);
      await tab.fill('#scan', ']d20109506000134352211X{GS}1729113010AMX-2611');
      const told = await tab.textContent('#answer');
      for (const part of ['Well formed.', '(01)', '09506000134352', 'AMX-2611', '2029-11-30'])
        expect(told).toContain(part);
      await tab.click('button:has-text("a day that is none")');
      expect(await tab.textContent('#answer')).toContain('cannot be read');
      await tab.fill('#scan', '<img src=x onerror=alert(1)>');
      expect(await tab.locator('#answer img').count()).toBe(0);
      const picture = { name: 'pack.png', mimeType: 'image/png', buffer: Buffer.from(svgPicture(drawnPack(), 192)) };
      await tab.setInputFiles('#photo', picture);
      await expect.poll(() => tab.inputValue('#scan'), WAIT).toMatch(/^\]d2/);
      expect(await tab.textContent('#answer')).toContain('YQXDPG2WJM0R25E7');
      await tab.setInputFiles('#photo', { ...picture, buffer: Buffer.from('no picture') });
      await expect.poll(() => tab.textContent('#answer'), WAIT).toContain('No code was found');
      expect({ asked, faults }).toEqual({ asked: [url], faults: [] });
    } finally {
      await browser.close();
    }
  },
  120_000,
);
