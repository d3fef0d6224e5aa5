// What a verdict sounds and feels like, for whoever looks at the pack and not at the screen.

type Tones = readonly (readonly [hertz: number, ms: number])[];

const SOUNDS = {
  genuine: [[1_760, 60]],
  caution: [
    [880, 110],
    [880, 110],
  ],
  stop: [
    [220, 170],
    [220, 170],
    [220, 170],
  ],
  unknown: [
    [330, 130],
    [330, 130],
  ],
} as const satisfies Readonly<Record<string, Tones>>;

const SHAKES: Readonly<Partial<Record<keyof typeof SOUNDS, readonly number[]>>> = {
  genuine: [60],
  caution: [60, 60, 60],
  stop: [120, 60, 120],
  unknown: [60, 60],
};

const BETWEEN = 60;
let context: AudioContext | undefined;

/** Plays it, where the browser lets the page. */
export function play(sound: keyof typeof SOUNDS): void {
  navigator.vibrate?.([...(SHAKES[sound] ?? [])]);
  try {
    context ??= new AudioContext();
    let at = context.currentTime;
    for (const [hertz, ms] of SOUNDS[sound]) {
      const tone = new OscillatorNode(context, { frequency: hertz, type: 'square' });
      const loudness = new GainNode(context, { gain: 0.08 });
      tone.connect(loudness).connect(context.destination);
      tone.start(at);
      tone.stop(at + ms / 1_000);
      at += (ms + BETWEEN) / 1_000;
    }
  } catch {
    // Without sound the screen says it.
  }
}
