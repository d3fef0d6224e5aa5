// The button that opens the camera: what reads its pictures is loaded when it is pressed, and not before.
import { signal } from '@preact/signals';
import { phrase } from '../../src/words/en/page.ts';
import { send } from '../api/client.ts';
import { Press } from '../parts/base.tsx';
import { give } from '../scan/listen.ts';
import { View } from './camera.tsx';

const isOpen = signal(false);
/** What is wrong with the picture that was taken last. */
const wrong = signal<string | undefined>(undefined);

export function Camera() {
  if (isOpen.value) {
    return (
      <View
        close={() => {
          isOpen.value = false;
        }}
      />
    );
  }
  return (
    <>
      <Press
        press={() => {
          isOpen.value = true;
        }}
      >
        {phrase('use-camera')}
      </Press>
      <label class="press plain">
        {phrase('use-picture')}
        <input
          class="file"
          type="file"
          accept="image/*"
          capture="environment"
          onChange={async ({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            currentTarget.value = '';
            if (file !== undefined) await picture(file);
          }}
        />
      </label>
      {wrong.value === undefined ? null : (
        <p class="strong" role="alert">
          {wrong.value}
        </p>
      )}
    </>
  );
}

interface PictureReply {
  readonly scans: readonly { readonly text: string }[];
}

/** A picture goes to the node, which has more time for it than a camera. */
async function picture(file: File): Promise<void> {
  const reply = await send<PictureReply>('/v1/picture', file);
  const [first] = reply.kind === 'document' ? reply.document.scans : [];
  wrong.value =
    first !== undefined
      ? undefined
      : reply.kind === 'failure'
        ? reply.failure.message
        : phrase(reply.kind === 'away' ? 'not-connected-why' : 'no-code-in-picture');
  if (first !== undefined) give(first.text, 'picture');
}
