// The lines of a file, of which there may be millions: they are kept as a few long texts.
import { onceRead } from '#once-read';
import { TextList } from '../app/items/text-list.ts';
import { linesTogether, MOST_SCANS, mayOpen, numbered, openFile, tooMany } from './scan-words.ts';
import type { Stdin } from './spec.ts';
import { holdYoungMemory } from './young-memory.ts';

/**
 * All lines of a file of text, or of standard input (`-`), without blanks around them: as `allScans` of it, and a chunk of the file at
 * a time, since of a million lines what is made for each takes more memory than they do.
 * @throws as `allScans`
 */
export async function allLines(file: string, stdin: Stdin): Promise<TextList> {
  mayOpen(stdin);
  const texts = new TextList();
  let n = 0;
  for await (const some of linesTogether(onceRead(file, stdin) ?? openFile(file))) {
    holdYoungMemory();
    for (const line of some) {
      const scan = numbered(++n, line);
      if ('error' in scan) throw scan.error;
      if (texts.length === MOST_SCANS) throw tooMany();
      texts.add(scan.text.trim());
    }
  }
  return texts;
}
