// Frames of a live camera: how many of 180 scenes are read, and at what cost, against looks at the whole frame.
// Run: node bench/frames.mjs; it reads src directly, so it needs a Node that strips types.
import { readFrame } from '../src/scan/picture-frame.ts';
import { symbolsInPixels } from '../src/scan/picture-reader.ts';
import { scenes } from './scenes.mjs';

const whole = async (frame, tryHarder) =>
  (await symbolsInPixels(frame, { by: 'as it is', options: { tryHarder, returnErrors: false } })).symbols;

const LOOKS = {
  frame: readFrame,
  plain: (frame) => whole(frame, false),
  harder: (frame) => whole(frame, true),
};

/** What each look read of all scenes, and the processor's milliseconds that it took: others may be busy beside it. */
async function measured() {
  const counts = Object.fromEntries(Object.keys(LOOKS).map((name) => [name, { read: 0, wrong: 0, ms: 0 }]));
  let text;
  let turn = 0;
  for await (const frame of scenes()) {
    for (const [name, look] of Object.entries(LOOKS)) {
      const began = process.cpuUsage();
      const found = await look(frame, turn);
      const { user, system } = process.cpuUsage(began);
      const count = counts[name];
      count.ms += (user + system) / 1000;
      text ??= found[0]?.text;
      if (found.some((one) => one.text === text)) count.read++;
      if (found.some((one) => one.text !== text)) count.wrong++;
    }
    turn++;
  }
  return counts;
}

export const rows = async () => {
  const { frame, plain, harder } = await measured();
  const read = frame.read / plain.read;
  const took = frame.ms / harder.ms;
  return [
    {
      what: `frames of 180 that are read: ${frame.read} (wrong: ${frame.wrong})`,
      against: `whole frames, not harder (${plain.read})`,
      ratio: read,
      budget: '1.6 or more',
      stretch: '2',
      ok: read >= 1.6 && frame.wrong === 0,
    },
    {
      what: `time of them (${(frame.ms / 180).toFixed(1)} ms each)`,
      against: `whole frames, harder (${harder.read} read)`,
      ratio: took,
      budget: '0.25',
      stretch: '0.2',
      ok: took <= 0.25,
    },
  ];
};

if (process.argv[1] === import.meta.filename) console.table(await rows());
