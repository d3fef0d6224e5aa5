// What stands around each page of the site: one file a page, its style inside, nothing from elsewhere.
import { createHash } from 'node:crypto';
import { escaped } from './markdown.ts';

const STYLE = `:root{color-scheme:light dark;--ground:#fff;--ink:#1f2328;--faint:#59636e;--line:#d0d7de;--code:#f6f8fa;--link:#0550ae;--good:#116329;--bad:#b3131b}
@media(prefers-color-scheme:dark){:root{--ground:#0d1117;--ink:#e6edf3;--faint:#9198a1;--line:#3d444d;--code:#161b22;--link:#79c0ff;--good:#4ac26b;--bad:#ff7b72}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.6 system-ui,sans-serif}
nav{border-bottom:1px solid var(--line);padding:.6rem 1rem}nav a{margin-right:1rem}
main{max-width:60rem;margin:0 auto;padding:1rem}a{color:var(--link)}
h1,h2,h3{line-height:1.25}pre,.table{overflow-x:auto}pre{background:var(--code);border:1px solid var(--line);border-radius:6px;padding:.8rem}
code{font:.9em ui-monospace,monospace;overflow-wrap:anywhere}pre code,td code{overflow-wrap:normal}
table{border-collapse:collapse}th,td{border:1px solid var(--line);padding:.3rem .6rem;text-align:left;vertical-align:top}.table td{min-width:6em}
img{max-width:100%}textarea{width:100%;font:1rem ui-monospace,monospace;background:var(--code);color:var(--ink);border:1px solid var(--line);border-radius:6px;padding:.5rem}
button{font:inherit;margin:.2rem .4rem .2rem 0;padding:.3rem .7rem}.good{color:var(--good);font-weight:bold}.bad{color:var(--bad);font-weight:bold}.faint{color:var(--faint)}`;

export interface Shell {
  readonly title: string;
  readonly body: string;
  /** From this page to the top of the site: '', '../' … */
  readonly up: string;
  /** A script of its own, inside the page. */
  readonly script?: string;
}

/** A page whose policy lets it ask nobody for anything: what is in it is all there is. */
export function shell({ title, body, up, script }: Shell): string {
  const allowed =
    script === undefined
      ? "'none'"
      : `'sha256-${createHash('sha256').update(script).digest('base64')}' 'wasm-unsafe-eval'`;
  const policy = `default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; script-src ${allowed}; base-uri 'none'; form-action 'none'`;
  const links = [
    ['index.html', 'Pedigree'],
    ['docs/index.html', 'Documentation'],
    ['playground.html', 'Playground'],
  ] as const;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<nav aria-label="Site">${links.map(([to, name]) => `<a href="${up}${to}">${name}</a>`).join('')}</nav>
<main>
${body}
</main>
${script === undefined ? '' : `<script>${script}</script>\n`}</body>
</html>
`;
}
