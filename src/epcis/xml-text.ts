// Text as XML has it, and elements of extensions.
import type { LostAndCounted } from './lost.ts';
import type { Attribute, Extension } from './model.ts';
import { type Namespaces, XSD, XSI } from './namespaces.ts';

const SPECIAL = /[&<>"\r\n\t]/;
const TEXT: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
const ATTRIBUTE: Readonly<Record<string, string>> = { ...TEXT, '"': '&quot;', '\n': '&#10;', '\t': '&#9;' };
/** What no XML file may hold, escaped or not. */
const FORBIDDEN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
const USUAL = /^[ -~]*$/;
/** Text that stands in XML as it is. */
const PLAIN = /^[ !#-%'-;=?-~]*$/;
/** A name without a colon; the letters of all scripts. */
const NAME = /^[\p{L}_][\p{L}\p{N}\p{M}_.-]*$/u;

function allowed(text: string, lost: LostAndCounted): string {
  if (USUAL.test(text)) return text;
  return text.replace(FORBIDDEN, () => {
    lost.lose('control-character');
    return '';
  });
}

export function xmlText(text: string, lost: LostAndCounted): string {
  const right = allowed(text, lost);
  return SPECIAL.test(right) ? right.replace(/[&<>\r]/g, (one) => TEXT[one] ?? one) : right;
}

export function xmlAttribute(text: string, lost: LostAndCounted): string {
  const right = allowed(text, lost);
  return SPECIAL.test(right) ? right.replace(/[&<>"\r\n\t]/g, (one) => ATTRIBUTE[one] ?? one) : right;
}

/** Whether an element or attribute may have this name. */
export function isXmlName(name: string): boolean {
  return NAME.test(name);
}

/** Writes lines of XML, one element within another. */
export class XmlLines {
  #text = '';
  readonly #spaces: Namespaces;
  readonly lost: LostAndCounted;
  #depth: number;

  constructor(spaces: Namespaces, lost: LostAndCounted, depth: number) {
    this.#spaces = spaces;
    this.lost = lost;
    this.#depth = depth;
  }

  /** What was written since the last time. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }

  #line(text: string): void {
    this.#text += `${'  '.repeat(this.#depth)}${text}\n`;
  }

  /** An element with text; nothing where there is none. `attributes` begin with a space. */
  leaf(name: string, text: string | undefined, attributes = ''): void {
    if (text === undefined) return;
    const inside = xmlText(text, this.lost);
    this.#line(inside === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${inside}</${name}>`);
  }

  /** Many elements of one name. */
  leaves(name: string, texts: readonly string[]): void {
    const start = `${'  '.repeat(this.#depth)}<${name}>`;
    const end = `</${name}>\n`;
    // Of thousands of EPCs hardly one has what must be escaped: they are looked at together.
    const inside = PLAIN.test(texts.join('')) ? texts : texts.map((text) => xmlText(text, this.lost));
    if (inside.length > 0) this.#text += start + inside.join(end + start) + end;
  }

  /** An element around what `inside` writes; `<name/>` where that is nothing. */
  around(name: string, inside: () => void, attributes = ''): void {
    const before = this.#text;
    this.#text = '';
    this.#depth++;
    inside();
    this.#depth--;
    const text = this.#text;
    this.#text = before;
    if (text === '') this.#line(`<${name}${attributes}/>`);
    else {
      this.#line(`<${name}${attributes}>`);
      this.#text += text;
      this.#line(`</${name}>`);
    }
  }

  /** As `around`, but nothing at all where there is nothing inside. */
  wrapped(name: string, inside: () => void): void {
    const before = this.#text;
    this.around(name, inside);
    const empty = `${'  '.repeat(this.#depth)}<${name}/>\n`;
    if (this.#text === before + empty) this.#text = before;
  }

  attributesOf(attributes: readonly Attribute[]): string {
    let text = '';
    for (const { ns, name, value, prefix } of attributes) {
      if (!isXmlName(name)) {
        this.lost.lose('extension-name', name);
        continue;
      }
      const before = ns === '' ? '' : `${this.#spaces.prefix(ns, prefix)}:`;
      text += ` ${before}${name}="${xmlAttribute(value, this.lost)}"`;
    }
    return text;
  }

  /** Trees in their order; it goes as deep as a file that can be read. */
  trees(trees: readonly Extension[]): void {
    for (const tree of trees) this.#tree(tree);
  }

  /** Extensions at the end of an element: those without a namespace have an element of their own to stand in. */
  extensions(extensions: readonly Extension[]): void {
    this.wrapped('extension', () => this.trees(extensions.filter(({ ns }) => ns === '')));
    this.trees(extensions.filter(({ ns }) => ns !== ''));
  }

  #tree(tree: Extension): void {
    const { ns, prefix, name, value, children } = tree;
    // An array within an array of JSON has no name of its own.
    const local = name === '' ? 'item' : name;
    if (!isXmlName(local)) {
      this.lost.lose('extension-name', name);
      return;
    }
    const tag = ns === '' ? local : `${this.#spaces.prefix(ns, prefix)}:${local}`;
    const attributes = this.attributesOf(tree.attributes ?? []) + this.#typeOf(tree);
    if (children === undefined || (children.length === 0 && value !== undefined))
      this.leaf(tag, value ?? '', attributes);
    else
      this.around(
        tag,
        () => {
          if (value !== undefined) this.lost.lose('mixed-text', value);
          this.trees(children);
        },
        attributes,
      );
  }

  /** What a value was in JSON, as XML Schema says it. */
  #typeOf({ json, attributes = [] }: Extension): string {
    if (json === undefined || json === 'empty' || attributes.some(({ ns }) => ns === XSI)) return '';
    const xsi = this.#spaces.prefix(XSI);
    if (json === 'null') return ` ${xsi}:nil="true"`;
    return ` ${xsi}:type="${this.#spaces.prefix(XSD)}:${json === 'boolean' ? 'boolean' : 'decimal'}"`;
  }
}
