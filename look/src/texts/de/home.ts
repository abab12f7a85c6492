import type { home as en } from '../en/home.ts';

/** In German. */
export const home = {
  greeting: (name: string, hour: number) => {
    if (hour < 5) return `Gute Nacht, ${name}`;
    if (hour < 11) return `Guten Morgen, ${name}`;
    return hour < 18 ? `Guten Tag, ${name}` : `Guten Abend, ${name}`;
  },
  find: 'Plugin finden',
  needsYou: 'Braucht dich',
  nothingNeeded: 'Nichts braucht dich. Alle Plugins funktionieren.',
  attention: {
    setup: (plugin: string) => `${plugin}: Die Einrichtung ist nicht fertig`,
    permissions: (plugin: string) => `${plugin} bittet um mehr, als du erlaubt hast`,
    failing: (plugin: string) => `${plugin} antwortet nicht`,
    endpoint_disabled: (plugin: string) =>
      `${plugin} hat so lange nicht geantwortet, dass nichts mehr zugestellt wird`,
    plugin_suspended: (plugin: string) => `${plugin} wurde vom Betreiber abgeschaltet`,
  },
  todo: {
    setup: 'Weitermachen',
    permissions: 'Ansehen',
    failing: 'Ansehen',
    endpoint_disabled: 'Ansehen',
    plugin_suspended: 'Plugin ansehen',
  },
  allWaiting: (count: number) => `Alle ${count} ansehen`,
  today: 'Letzte 24 Stunden',
  events: (count: string) => `${count} Ereignisse`,
  jobs: (count: string, word: string) => `${count} ${word}`,
  chart: 'Ereignisse in der Stunde',
  hour: 'Stunde',
  eventsHead: 'Ereignisse',
  doneHead: 'Fertig',
  failedHead: 'Fehlgeschlagen',
  lately: 'Zuletzt',
  all: 'Alle zeigen',
  noPlugins: 'Noch ist kein Plugin installiert',
  noPluginsText:
    'Plugins hören, was in diesem Space geschieht, und tun etwas damit. Such dir im Katalog das erste aus.',
  guide: 'So funktioniert es',
  guideText:
    'Fünf Minuten mit der Demo: Was hier geschieht, ist echt, nur die Besucher sind es nicht.',
  guideDone: 'Du hast alles gesehen.',
  guideSteps: {
    visitor: 'Lass einen Besucher eintreten',
    visitorText: 'Der Empfang steht für dein eigenes Produkt. Er öffnet sich neben dieser Seite.',
    watch: 'Sieh zu, wie der Job ankommt',
    watchText:
      'Öffne das neueste Ereignis: warum jedes Plugin davon hörte und was der Greeter angehängt hat.',
    greeting: 'Ändere die Begrüßung',
    greetingText: 'Jede Änderung wird aufgehoben und lässt sich zurücknehmen.',
    request: 'Sieh dir die Anfrage an',
    requestText: 'Ein Job zeigt, was dem Plugin geschickt wurde und was es antwortete.',
    break: 'Mach das Plugin kaputt',
    breakText:
      'Schalte den Greeter am Empfang aus, lass jemanden eintreten und sieh zu, wie es noch einmal versucht wird.',
  },
  hideGuide: 'Ausblenden',
} satisfies typeof en;
