import type { upload as en } from '../en/builder-images.ts';

/** In German. */
export const upload = {
  action: 'Hochladen…',
  of: (label: string) => `Bild hochladen: ${label}`,
  preview: (label: string) => `Vorschau: ${label}`,
  done: (label: string) => `${label}: Das Bild ist hochgeladen.`,
  wrongType: 'Das ist kein Bild in PNG, JPEG, GIF, WebP oder AVIF. Nimm eines davon.',
  tooLarge: 'Dieses Bild ist zu groß. Mach es kleiner und lade es noch einmal hoch.',
  tooMany:
    'Du hast so viele Bilder hochgeladen, wie du darfst. Nimm eines von ihnen, oder frag, wer dieses Produkt betreibt.',
  notShown: 'Unter dieser Adresse ist kein Bild, das sich zeigen lässt.',
} satisfies typeof en;
