// A small part of an XML file as a tree: a header, an event, a word of the master data. EPCs stand in arrays, not in nodes.
import { MAX_NODES, refusal } from './limits.ts';
import type { Attribute, Extension } from './model.ts';

/** An element with what is inside it. */
export interface XmlNode {
  readonly ns: string;
  readonly name: string;
  readonly prefix: string;
  readonly line: number;
  readonly attributes: readonly Attribute[];
  readonly children: XmlNode[];
  text: string;
  /** Texts of its `epc` elements, where it is a list of them. */
  epcs: string[] | undefined;
}

/** Text without the blanks around it. */
export function textOf(node: XmlNode): string {
  return node.text.trim();
}

/** The first child of that name, whatever its namespace. */
export function childOf(node: XmlNode | undefined, name: string): XmlNode | undefined {
  return node?.children.find((child) => child.name === name);
}

/** The text of the first child of that name. */
export function childText(node: XmlNode | undefined, name: string): string | undefined {
  const child = childOf(node, name);
  return child === undefined ? undefined : textOf(child);
}

export function attributeOf(node: XmlNode, name: string): string | undefined {
  return node.attributes.find((attribute) => attribute.ns === '' && attribute.name === name)?.value;
}

/** All nodes inside, the outermost first, in order. */
export function* within(node: XmlNode): Generator<XmlNode> {
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next;
    for (let i = next.children.length - 1; i >= 0; i--) {
      const child = next.children[i];
      if (child !== undefined) open.push(child);
    }
  }
}

/** An element as the model keeps what the standard has no name for. It is as deep as elements may be (MAX_DEPTH). */
export function extensionOf(node: XmlNode): Extension {
  const { ns, name, prefix, attributes, children, epcs } = node;
  const hasElements = children.length > 0 || epcs !== undefined;
  const value = hasElements ? node.text.trim() : node.text;
  const bare = (epcs ?? []).map((epc): Extension => ({ ns: '', name: 'epc', value: epc }));
  return {
    ns,
    name,
    ...(prefix === '' ? {} : { prefix }),
    ...(attributes.length === 0 ? {} : { attributes }),
    ...(value === '' ? {} : { value }),
    ...(hasElements ? { children: [...bare, ...children.map(extensionOf)] } : {}),
  };
}

/** Counts what a part of a file holds. @throws too-large */
export class NodeCount {
  #nodes = 0;

  add(line: number): void {
    if (++this.#nodes > MAX_NODES) throw refusal('too-large', { line });
  }

  reset(): void {
    this.#nodes = 0;
  }
}
