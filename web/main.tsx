// The page of the desk begins: language, token, who this is, then the first screen and the news.
import { render } from 'preact';
import { App, bring } from './app.tsx';
import { keepPage } from './base/kept-page.ts';
import { loadLanguage } from './base/language.ts';
import { loadToken, tokenNow } from './base/token.ts';
import { pairWith } from './screens/pair.tsx';
import { Scan } from './screens/scan.tsx';
import { followPack } from './state/judging.ts';
import { keepScans } from './state/kept-scans.ts';
import { loadMe } from './state/me.ts';
import { followNews } from './state/news.ts';
import { keepRecalls } from './state/recall-list.ts';

const root = document.querySelector('#root');
if (root === null) throw new TypeError('the page has no root');

// Most desks begin with it, so that it comes with the page.
bring('scan', Scan);
await loadToken();
await loadLanguage();
// A link that pairs is used once, and does not stay in the address or the history.
const [, code, screen = ''] = /^#pair=([^&]+)(?:&screen=(\w+))?/.exec(location.hash) ?? [];
if (code !== undefined) history.replaceState(null, '', `#${screen}`);
if (code !== undefined && tokenNow() === undefined) await pairWith(decodeURIComponent(code));
else if (tokenNow() !== undefined) {
  await loadMe();
  await followNews();
}
followPack();
void keepScans();
keepRecalls();
keepPage();
render(<App />, root);
