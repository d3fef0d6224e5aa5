// Markdown as the documents here use it, as HTML: headings, paragraphs, lists, tables, fenced code, quotes, pictures. Nothing else is
// known, and what is not known stays the text that it is.

export interface Page {
  /** Of the first heading. */
  readonly title: string;
  readonly html: string;
  /** Ids of headings, as GitHub makes them: what links name behind `#`. */
  readonly anchors: readonly string[];
}

/** `link` turns the target of each link and picture into that of the page. */
export function page(markdown: string, link: (target: string) => string): Page {
  const blocks = new Blocks(markdown.split('\n'), link);
  const html = blocks.all();
  return { title: blocks.title, html, anchors: [...blocks.anchors] };
}

const FENCE = /^(\s*)```(\w*)/;
const HEADING = /^(#{1,6}) (.*)$/;
const ITEM = /^(\s*)(?:[*-]|(\d+)\.) +(.*)$/;
const ROW = /^\|(.*)\|\s*$/;
const RULE = /^\|(?:\s*:?-+:?\s*\|)+\s*$/;
const HTML = /^<(?:picture|details|summary|\/|!--)/;

class Blocks {
  title = '';
  readonly anchors = new Set<string>();
  readonly #lines: readonly string[];
  readonly #link: (target: string) => string;
  #at = 0;

  constructor(lines: readonly string[], link: (target: string) => string) {
    this.#lines = lines;
    this.#link = link;
  }

  all(): string {
    const out: string[] = [];
    while (this.#at < this.#lines.length) out.push(this.#block());
    return out.filter((one) => one !== '').join('\n');
  }

  get #line(): string {
    return this.#lines[this.#at] ?? '';
  }

  #block(): string {
    const line = this.#line;
    if (line.trim() === '') {
      this.#at++;
      return '';
    }
    const heading = HEADING.exec(line);
    if (heading !== null) return this.#heading(heading[1]?.length ?? 1, heading[2] ?? '');
    if (FENCE.test(line)) return this.#fence();
    if (ROW.test(line) && RULE.test(this.#lines[this.#at + 1] ?? '')) return this.#table();
    if (ITEM.test(line)) return this.#list();
    if (line.startsWith('> ')) return this.#quote();
    if (HTML.test(line)) {
      this.#at++;
      return this.#html(line);
    }
    return this.#paragraph();
  }

  #heading(level: number, text: string): string {
    this.#at++;
    if (this.title === '') this.title = plainText(text);
    const slug = slugOf(text);
    let id = slug;
    for (let n = 1; this.anchors.has(id); n++) id = `${slug}-${n}`;
    this.anchors.add(id);
    return `<h${level} id="${id}">${this.#inline(text)}</h${level}>`;
  }

  #fence(): string {
    const [, indent = '', language = ''] = FENCE.exec(this.#line) ?? [];
    const code: string[] = [];
    for (this.#at++; this.#at < this.#lines.length && !FENCE.test(this.#line); this.#at++) {
      code.push(this.#line.startsWith(indent) ? this.#line.slice(indent.length) : this.#line);
    }
    this.#at++;
    const name = language === '' ? '' : ` class="language-${language}"`;
    return `<pre tabindex="0"><code${name}>${escaped(code.join('\n'))}</code></pre>`;
  }

  #table(): string {
    const head = this.#cells();
    this.#at++;
    const rows: string[] = [];
    while (ROW.test(this.#line)) rows.push(`<tr>${this.#cells('td')}</tr>`);
    return `<div class="table" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table></div>`;
  }

  /** The cells of this line; a bar in code or behind a backslash is none. */
  #cells(tag: 'td' | 'th' = 'th'): string {
    const [, inner = ''] = ROW.exec(this.#line) ?? [];
    this.#at++;
    const cells = inner.split(/(?<!\\)\|(?=(?:[^`]*`[^`]*`)*[^`]*$)/);
    return cells.map((cell) => `<${tag}>${this.#inline(cell.trim().replaceAll('\\|', '|'))}</${tag}>`).join('');
  }

  #list(): string {
    const [, indent = '', number] = ITEM.exec(this.#line) ?? [];
    const tag = number === undefined ? 'ul' : 'ol';
    const items: string[] = [];
    for (;;) {
      const [whole, margin = '', count, first = ''] = ITEM.exec(this.#line) ?? [];
      const same = (count === undefined) === (number === undefined);
      if (whole === undefined || margin.length !== indent.length || !same) break;
      this.#at++;
      const text = [first];
      const inside: string[] = [];
      for (;;) {
        const [deeper, by = ''] = ITEM.exec(this.#line) ?? [];
        if (deeper !== undefined) {
          if (by.length <= indent.length) break;
          inside.push(this.#list());
        } else if (/^\s+\S/.test(this.#line)) {
          text.push(this.#line.trim());
          this.#at++;
        } else {
          break;
        }
      }
      items.push(`<li>${this.#inline(text.join('\n'))}${inside.length === 0 ? '' : `\n${inside.join('\n')}`}</li>`);
      // A blank line between items parts them for the eye alone.
      const [next, further = '', kind] = ITEM.exec(this.#lines[this.#at + 1] ?? '') ?? [];
      const goesOn =
        next !== undefined && further.length === indent.length && (kind === undefined) === (number === undefined);
      if (this.#line.trim() === '' && goesOn) this.#at++;
    }
    return `<${tag}>\n${items.join('\n')}\n</${tag}>`;
  }

  #quote(): string {
    const lines: string[] = [];
    for (; this.#line.startsWith('>'); this.#at++) lines.push(this.#line.replace(/^> ?/, ''));
    return `<blockquote><p>${this.#inline(lines.join('\n'))}</p></blockquote>`;
  }

  #paragraph(): string {
    const lines: string[] = [];
    const ends = (line: string) =>
      line.trim() === '' || HEADING.test(line) || FENCE.test(line) || ITEM.test(line) || line.startsWith('> ');
    do lines.push(this.#line);
    while (++this.#at < this.#lines.length && !ends(this.#line));
    return `<p>${this.#inline(lines.join('\n'))}</p>`;
  }

  /** HTML that stands in a document itself: pictures in two forms. Their targets are links as well. */
  #html(line: string): string {
    return line.replace(/(src|srcset|href)="([^"]*)"/g, (_, name: string, target: string) => {
      return `${name}="${escaped(this.#link(target))}"`;
    });
  }

  #inline(text: string): string {
    return text.replace(INLINE, (...found) => this.#span(found as unknown as Span));
  }

  #span(span: Span): string {
    const [whole, code, alt, picture, words, target, address, strong, weak] = span;
    if (code !== undefined) return `<code>${escaped(code)}</code>`;
    if (picture !== undefined) return `<img alt="${escaped(alt ?? '')}" src="${escaped(this.#link(picture))}">`;
    if (target !== undefined) return `<a href="${escaped(this.#link(target))}">${this.#inline(words ?? '')}</a>`;
    if (address !== undefined) return `<a href="${escaped(address)}">${escaped(address)}</a>`;
    if (strong !== undefined) return `<strong>${this.#inline(strong)}</strong>`;
    if (weak !== undefined) return `<em>${this.#inline(weak)}</em>`;
    return escaped(whole);
  }
}

type Span = readonly (string | undefined)[] & readonly [string];

/** Code, pictures, links, addresses, strong and weak words, and single characters that HTML has another use for. */
const INLINE =
  /`([^`]+)`|!\[([^\]]*)\]\(([^)\s]+)\)|\[((?:`[^`]*`|[^\]])+)\]\(([^)\s]+)\)|<(https?:[^>\s]+)>|\*\*((?:`[^`]*`|[^*])+)\*\*|\*([^*\s](?:[^*]*[^*\s])?)\*|[&<>"]/g;

function plainText(text: string): string {
  return text.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1').replace(/[`*]/g, '');
}

/** As GitHub names headings. */
export function slugOf(heading: string): string {
  return plainText(heading)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
}
