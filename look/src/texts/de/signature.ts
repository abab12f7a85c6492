import type { signature as en } from '../en/signature.ts';

/** In German. */
export const signature = {
  both: 'Signatur ✓ beide',
  one: (header: string) => `Signatur ✓ nur ${header}`,
  outdated: 'Signatur mit einem Secret, das nicht mehr gilt',
  unknown: 'Signatur nicht geprüft',
  label: 'Signaturen',
  by: (generations: string[], lost: number) =>
    [
      ...(generations.length > 0 ? [`mit Secret ${generations.join(' und mit Secret ')}`] : []),
      ...(lost === 1 ? ['mit einem Secret, das seitdem zurückgezogen wurde oder ablief'] : []),
      ...(lost > 1 ? [`mit ${lost} Secrets, die seitdem zurückgezogen wurden oder abliefen`] : []),
    ].join(', und '),
  why: {
    token:
      'Das Token im Inhalt wird nicht aufbewahrt, deshalb lässt sich der gezeigte Inhalt nicht mit den Signaturen vergleichen.',
    changed:
      'Der gezeigte Inhalt ist nicht der, der geschickt wurde, und lässt sich deshalb nicht prüfen.',
    gone: 'Woraus der Inhalt bestand, ist gelöscht, deshalb lässt sich nichts prüfen.',
    secret:
      'Ein Secret des Plugins lässt sich nicht öffnen, deshalb kann nichts geprüft werden. Das muss beheben, wer dieses Produkt betreibt.',
  },
  signedBy: (newest: number, count: number) =>
    count === 1
      ? `Sie wurde mit Secret ${newest} signiert.`
      : `Sie wurde mit ${count} Secrets signiert, von denen ${newest} das neueste war.`,
} satisfies typeof en;
