// The camera: frames one at a time to the worker that reads them, and each pack once while it stays in view.
import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { phrase } from '../../src/words/en/page.ts';
import { workerAddress } from '../base/script-address.ts';
import { keep, recallKept } from '../base/token.ts';
import { Choice, Press } from '../parts/base.tsx';
import { give } from '../scan/listen.ts';

/** The same pack is a new scan when it was out of view for so long, ms. */
const SEEN_AGAIN = 2_500;
/** Memory of a worker grows with the frames it has read: then a new one takes its place. */
const MOST_FRAMES = 20_000;

/** What a browser may tell of a camera, beyond what the types know. */
type Capable = MediaTrackCapabilities & { readonly torch?: boolean; readonly zoom?: { readonly max: number } };
type Wanted = MediaTrackConstraintSet & {
  readonly torch?: boolean;
  readonly zoom?: number;
  readonly focusMode?: string;
};

const fault = signal<'camera-none' | 'camera-refused' | 'camera-insecure' | 'camera-busy' | undefined>(undefined);
const cameras = signal<readonly MediaDeviceInfo[]>([]);
/** What a person chose, and what is open: the same where somebody chose. */
const chosen = signal('');
const current = signal('');
const hasTorch = signal(false);
const isLit = signal(false);

export function View({ close }: { readonly close: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const track = useRef<MediaStreamTrack | undefined>(undefined);
  useEffect(() => {
    const over = new AbortController();
    if (video.current !== null) void run(video.current, over.signal, track);
    return () => over.abort();
  }, [chosen.value]);
  return (
    <section class="camera">
      {fault.value === undefined ? (
        <>
          <video ref={video} playsInline={true} muted={true} autoPlay={true} aria-label={phrase('camera-which')} />
          <p>{phrase('camera-looks')}</p>
        </>
      ) : (
        <p class="strong" role="alert">
          {phrase(fault.value)}
        </p>
      )}
      {cameras.value.length < 2 ? null : (
        <Choice
          label={phrase('camera-which')}
          of={cameras.value.map(({ deviceId, label }) => [deviceId, label] as const)}
          value={current.value}
          set={(value) => {
            chosen.value = value;
            void keep('camera', value);
          }}
        />
      )}
      <div class="doings">
        {hasTorch.value ? (
          <Press
            press={async () => {
              isLit.value = !isLit.value;
              const wanted: Wanted = { torch: isLit.value };
              await track.current?.applyConstraints({ advanced: [wanted] });
            }}
          >
            {phrase('torch')}
          </Press>
        ) : null}
        <Press press={close}>{phrase('close-camera')}</Press>
      </div>
    </section>
  );
}

async function run(video: HTMLVideoElement, over: AbortSignal, held: { current: MediaStreamTrack | undefined }) {
  fault.value = undefined;
  const stream = await opened();
  if (stream === undefined) return;
  const [track] = stream.getVideoTracks();
  const stop = (): void => {
    for (const one of stream.getTracks()) one.stop();
  };
  if (over.aborted || track === undefined) return stop();
  held.current = track;
  video.srcObject = stream;
  await video.play().catch(() => undefined);
  await tuned(track);
  const all = await navigator.mediaDevices.enumerateDevices();
  cameras.value = all.filter(({ kind, deviceId }) => kind === 'videoinput' && deviceId !== '');
  current.value = track.getSettings().deviceId ?? '';
  const ended = look(video, over);
  over.addEventListener('abort', () => {
    ended();
    stop();
  });
}

async function opened(): Promise<MediaStream | undefined> {
  if (navigator.mediaDevices === undefined) {
    fault.value = 'camera-insecure';
    return undefined;
  }
  const before = await recallKept('camera');
  const id = chosen.peek() || (typeof before === 'string' ? before : '');
  const which = id === '' ? { facingMode: { ideal: 'environment' } } : { deviceId: { ideal: id } };
  try {
    return await navigator.mediaDevices.getUserMedia({
      video: { ...which, width: { ideal: 1_920 }, height: { ideal: 1_080 } },
    });
  } catch (thrown) {
    const { name } = thrown as DOMException;
    fault.value =
      name === 'NotAllowedError' ? 'camera-refused' : name === 'NotReadableError' ? 'camera-busy' : 'camera-none';
    return undefined;
  }
}

/** Zoom and focus are asked for when the stream runs: before, browsers pass over them. */
async function tuned(track: MediaStreamTrack): Promise<void> {
  const can: Capable = track.getCapabilities?.() ?? {};
  hasTorch.value = can.torch === true;
  const nearer: Wanted = { zoom: 2 };
  const sharp: Wanted = { focusMode: 'continuous' };
  const advanced = can.zoom !== undefined && can.zoom.max >= 2 ? [nearer, sharp] : [sharp];
  await track.applyConstraints({ advanced }).catch(() => undefined);
}

interface Read {
  readonly texts: readonly string[];
}

/** Sends frames to the worker, one in flight, and gives what they say. Gives what ends it. */
function look(video: HTMLVideoElement, over: AbortSignal): () => void {
  let worker = started();
  let frames = 0;
  let isBusy = false;
  const seen = new Map<string, number>();
  function started(): Worker {
    const made = new Worker(workerAddress(), { type: 'module' });
    made.addEventListener('message', ({ data }: MessageEvent<Read>) => {
      isBusy = false;
      const now = performance.now();
      for (const text of data.texts) {
        const last = seen.get(text) ?? Number.NEGATIVE_INFINITY;
        seen.set(text, now);
        if (now - last >= SEEN_AGAIN) give(text, 'camera');
      }
    });
    return made;
  }
  const frame = async (): Promise<void> => {
    if (over.aborted) return;
    next();
    if (isBusy || video.videoWidth === 0 || document.hidden) return;
    isBusy = true;
    if (frames > 0 && frames % MOST_FRAMES === 0) {
      worker.terminate();
      worker = started();
    }
    const bitmap = await createImageBitmap(video).catch(() => undefined);
    if (bitmap === undefined || over.aborted) {
      isBusy = false;
      bitmap?.close();
      return;
    }
    worker.postMessage({ bitmap, turn: frames++ }, [bitmap]);
  };
  const next = (): void => {
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(() => void frame());
    else setTimeout(() => void frame(), 33);
  };
  next();
  return () => worker.terminate();
}
