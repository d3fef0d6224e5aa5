// What was done to a picture before its code could be read, in German.
import type { say } from '../en/picture-steps.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  'as it is': 'wie es ist',
  scale: 'anders groß',
  sharpen: 'geschärft',
  'sharpen strongly': 'stark geschärft',
  'global threshold': 'mit einer Schwelle',
  blur: 'weichgezeichnet',
  denoise: 'entrauscht',
  margin: 'mit Rand',
  'blur and threshold': 'weichgezeichnet, mit Schwelle',
  'stretched contrast': 'mit mehr Kontrast',
  median: 'mit Median',
  at: '{step} bei {factor}',
});
