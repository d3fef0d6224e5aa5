// The pictures of the documentation and the page of commands, made from what the program answers on one day: nothing in them was typed
// by hand.
import { commandPage } from './commands.ts';
import { PictureDay } from './pictures/day.ts';
import { networkPicture, trade } from './pictures/network.ts';
import { packPicture, packShown } from './pictures/pack.ts';
import { type Form, PALETTES } from './pictures/svg.ts';
import { verdicts, verdictsPicture } from './pictures/verdicts.ts';

export const PICTURE_FOLDER = 'docs/pictures';

/** Path in the repository → content. */
export async function shown(generated: string): Promise<ReadonlyMap<string, string>> {
  const day = new PictureDay();
  try {
    await day.play();
    const [judged, pack, events] = [await verdicts(day), await packShown(day), await trade(day)];
    const made = new Map([['docs/commands.md', await commandPage(day, generated)]]);
    for (const form of Object.keys(PALETTES) as Form[]) {
      const palette = PALETTES[form];
      const at = (name: string) => `${PICTURE_FOLDER}/${name}-${form}.svg`;
      made.set(at('verdicts'), verdictsPicture(judged, palette));
      made.set(at('pack'), await packPicture(pack, palette));
      made.set(at('network'), networkPicture(events, palette));
    }
    return made;
  } finally {
    day.close();
  }
}
