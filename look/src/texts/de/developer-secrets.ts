import type { secrets as en } from '../en/developer-secrets.ts';

/** In German. */
export const secrets = {
  title: 'Client-Secret',
  intro:
    'An ihm erkennt man hier das Backend deines Plugins, und es erkennt daran, dass eine Anfrage von hier kam. Es wird nie wieder gezeigt.',
  generation: (number: number) => `Generation ${number}`,
  made: 'Erstellt',
  newest: 'neueste',
  proved: 'von deinem Plugin zuerst benutzt',
  unproved: 'von deinem Plugin noch nicht benutzt',
  until: 'endet',
  over: 'gilt nicht mehr',
  worksOn: 'gilt',
  rotate: 'Secret erneuern',
  rotateText:
    'Ein neues Secret wird erstellt und einmal gezeigt. Das bisherige gilt noch eine Weile, und jede Anfrage trägt eine Signatur für jedes von beiden: Leg das neue dorthin, wo dein Backend es liest, dann wird inzwischen nichts abgewiesen.',
  rotateProof:
    'X-Envoy-Signature, die es nur einmal geben kann, wechselt zum neuen Secret, sobald dein Plugin es benutzt hat.',
  rotated: (number: number) => `Generation ${number} ist erstellt`,
  worksBeforeUntil: (until: string) =>
    `Das bisherige gilt bis ${until}. Leg dieses vorher dorthin, wo dein Backend es liest.`,
  kept: 'Ich habe es aufbewahrt',
  withdraw: 'Zurückziehen',
  withdrawOf: (number: number) => `Generation ${number} zurückziehen`,
  withdrawText:
    'Für eines, das in fremde Hände kam. Es gilt sofort nicht mehr, und auch kein Token, das damit geholt wurde: Ein Backend, das es noch benutzt, wird abgewiesen, bis es ein anderes hat. Das lässt sich nicht rückgängig machen.',
  withdrawUnproved:
    'Dein Plugin hat noch kein neueres benutzt. Wenn sein Backend es nicht hat, wird es ab jetzt abgewiesen.',
  onlyOne: 'Das einzige, das gilt, lässt sich nicht zurückziehen: Erneuere es zuerst.',
} satisfies typeof en;
