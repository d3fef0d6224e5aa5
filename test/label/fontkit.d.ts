// As much of fontkit as the tests read fonts with; the package has no types of its own.
declare module 'fontkit' {
  interface Glyph {
    readonly id: number;
    readonly path: { toSVG(): string };
  }
  interface Font {
    hasGlyphForCodePoint(code: number): boolean;
    glyphForCodePoint(code: number): Glyph;
    getGlyph(id: number): Glyph;
  }
  export function openSync(path: string): Font;
  export function create(data: Uint8Array): Font;
}
