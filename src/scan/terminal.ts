// The terminal of a scanning session as the session sees it: keys come in, the line that is being typed and the bell go out.

export interface ScanTerminal {
  /** What is typed, byte by byte as it comes, separators and all. Ends when the terminal goes away. */
  chunks(): AsyncIterable<Uint8Array>;
  bell(times: 1 | 2): void;
  /** Shows the line that is being typed, or a question; an empty text takes it away. */
  line(text: string): void;
  /** The terminal as it was before. */
  close(): void;
}
