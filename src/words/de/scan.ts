// Deutsch: Bilder und Scanner.
import type { say } from '../en/scan.ts';
import { counted } from '../numbers.ts';
import type { Translated } from '../say.ts';

export const table: Translated<typeof say> = () => ({
  'picture-damaged-too-large': 'das Bild ist beschädigt, zu groß oder von einer Art, die sharp nicht liest',
  'save-as-png': 'als PNG oder JPEG speichern, zum Beispiel mit der Telefoneinstellung "Maximale Kompatibilität"',
  'read-where-optional-package': '{name} werden gelesen, wo das zusätzliche Paket sharp installiert ist',
  'npm-install-sharp-beside': 'npm install sharp neben pedigree, oder das Bild als PNG oder JPEG speichern',
  'picture-damaged': 'das Bild ist beschädigt',
  'not-png-or-jpeg': 'kein PNG- oder JPEG-Bild',
  'picture-larger-than-64': 'Bild größer als 64 MiB',
  'picture-larger-than-100': 'Bild größer als 100 Megapixel',
  'save-smaller': 'kleiner speichern',
  'cannot-read': '{name} können nicht gelesen werden',
  'cannot-open': '{device} kann nicht geöffnet werden',
  'cannot-look-into-folder': 'in den Ordner {folder} kann nicht gesehen werden',
  'no-code-found': 'kein Code im Bild gefunden',
  'resembles-kind':
    'kein Code, der hier gelesen wird, aber etwas wie ein {kind}, der keine Packung nennt: den quadratischen Code aufnehmen',
  'symbols-unread': ({ count }) => `${counted(count, 'weiteres Symbol', 'weitere Symbole')} gesehen, nicht gelesen`,
  'only-unread': ({ count }) => `${counted(count, 'Symbol', 'Symbole')} gesehen, nicht gelesen`,
  'message-in-parts': 'eine Nachricht in {of} Symbolen, von denen {read} im Bild sind',
  'all-parts': 'alle ihre Symbole in ein Bild nehmen',
  'composite-unread': 'der Rest dieses Codes steht im Composite-Teil über den Strichen, der hier nicht gelesen wird',
  'square-code-or-type':
    'den quadratischen Code scannen; wo keiner ist, das Gedruckte eintippen: pedigree verify --type',
  'scanner-at-back': 'der Scanner an {device} ist wieder da',
  'scanner-at-ends-codes': 'der Scanner an {device} beendet seine Codes mit nichts: als Endezeichen CR einstellen',
  'scanner-at-has-gone': 'der Scanner an {device} ist weg; es wird auf ihn gewartet',
  'webp-pictures': 'WebP-Bilder',
  'heic-and-avif-pictures': 'HEIC- und AVIF-Bilder',
  'gif-pictures': 'GIF-Bilder',
  'tiff-pictures': 'TIFF-Bilder',
  'bmp-pictures': 'BMP-Bilder',
  'save-as-png-2': 'als PNG speichern',
  'pdf-files': 'PDF-Dateien',
  'turn-page-into-picture': 'die Seite erst in ein Bild umwandeln, zum Beispiel mit pdftoppm -png -r 300',
});
