// Makes the documents a folder of HTML: every page of Markdown in its place, what they show beside them, and a page that reads codes in
// the browser. It can be opened from a disk or served from anywhere.   npm run site [FOLDER]
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { build } from 'esbuild';
import { page } from './site/markdown.ts';
import { shell } from './site/shell.ts';

const ROOT = join(import.meta.dirname, '..');
/** Where files are that are no pages: sources, scripts, licences. */
const REPOSITORY = 'https://github.com/pedigree-trace/pedigree';
/** What pages show or link to, and what is copied as it is. */
const COPIED = ['docs/pictures', 'docs/screens', 'docs/schema'];

/** Markdown files that become pages. */
function sources(): readonly string[] {
  const under = (folder: string): readonly string[] =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      posix.join(folder, name.replaceAll('\\', '/')),
    );
  return [...readdirSync(ROOT), ...under('docs'), ...under('examples')]
    .filter((name) => name.endsWith('.md'))
    .toSorted();
}

const htmlOf = (file: string): string => file.replace(/README\.md$/, 'index.md').replace(/\.md$/, '.html');

/** The target of a link on the page of `file`. @throws Error where there is nothing */
function linkOn(file: string, pages: ReadonlySet<string>): (target: string) => string {
  return (target) => {
    if (/^(?:[a-z]+:|#)/.test(target)) return target;
    const [path = '', anchor] = target.split('#');
    const at = posix.normalize(posix.join(posix.dirname(file), path));
    const behind = anchor === undefined ? '' : `#${anchor}`;
    if (!existsSync(join(ROOT, at))) throw new Error(`${file} links to ${target}, which is not there`);
    const shown = pages.has(at)
      ? htmlOf(at)
      : pages.has(posix.join(at, 'README.md'))
        ? posix.join(at, 'index.html')
        : undefined;
    const copied = COPIED.some((folder) => at.startsWith(`${folder}/`));
    if (shown === undefined && !copied) {
      const kind = statSync(join(ROOT, at)).isDirectory() ? 'tree' : 'blob';
      return `${REPOSITORY}/${kind}/main/${at}${behind}`;
    }
    return `${posix.relative(posix.dirname(file), shown ?? at)}${behind}`;
  };
}

/** The script of the playground: the published `pedigree/gs1`, the reader of pictures, and what asks them. */
async function playgroundScript(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'scripts/site/playground.mjs')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    charset: 'ascii',
    loader: { '.wasm': 'binary' },
    logLevel: 'silent',
  });
  // Nothing in it may end the element that it stands in.
  return (outputFiles[0]?.text ?? '').replaceAll('</script', '<\\/script');
}

const PLAYGROUND = `<h1>What does a code say?</h1>
<p>Paste what a scanner types, a bracketed text or a GS1 Digital Link, or take a photo. Write {GS} where the separator was. Everything happens on this page:
it cannot send anything anywhere. Whether a pack is genuine it cannot say; that takes the chains, and <code>pedigree verify</code>.</p>
<p><label for="scan">Code</label></p>
<textarea id="scan" rows="3" spellcheck="false" autocapitalize="off" autocomplete="off"></textarea>
<p>
<button type="button" data-scan="]d201095060001343522112345{GS}1729113010AMX-2611">a pack</button>
<button type="button" data-scan="(01)09506000134352(21)12345(10)L1(17)310631">a day that is none</button>
<button type="button" data-scan="]D2010950600013435221xY">caps lock was on</button>
<button type="button" data-scan="https://id.gs1.org/01/09506000134352/21/12345">a Digital Link</button>
</p>
<p><label for="photo">Photo (PNG or JPEG)</label> <input id="photo" type="file" accept="image/png,image/jpeg"></p>
<div id="answer" aria-live="polite"></div>
<p class="faint">Whose work is built in: <a href="${REPOSITORY}/blob/main/THIRD-PARTY.txt">THIRD-PARTY.txt</a></p>`;

/** Takes an earlier site away, and nothing else. @throws Error for a folder of something else */
function clear(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(join(folder, 'playground.html'))) {
    throw new Error(`${folder} holds something else than a site`);
  }
  rmSync(folder, { recursive: true, force: true });
}

/** Writes the site; gives the files of its pages. */
export async function site(folder: string): Promise<readonly string[]> {
  const files = sources();
  const pages = new Set(files);
  const made = new Map<string, string>();
  for (const file of files) {
    const { title, html } = page(readFileSync(join(ROOT, file), 'utf8'), linkOn(file, pages));
    const up = '../'.repeat(file.split('/').length - 1);
    made.set(htmlOf(file), shell({ title, body: html, up }));
  }
  made.set(
    'playground.html',
    shell({ title: 'Playground', body: PLAYGROUND, up: '', script: await playgroundScript() }),
  );
  clear(folder);
  for (const copied of COPIED) cpSync(join(ROOT, copied), join(folder, copied), { recursive: true });
  for (const [path, html] of made) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), html);
  }
  return [...made.keys()];
}

if (import.meta.main) {
  const folder = resolve(process.argv[2] ?? join(ROOT, 'site'));
  console.log(`${(await site(folder)).length} pages in ${folder}`);
}
