/** What mails say. Plain texts: what people and plugins wrote is put in as it is, and escaped where the mail is HTML. */
const texts = {
  greeting: { en: 'Hello {name},', de: 'Hallo {name},' },
  greeting_nobody: { en: 'Hello,', de: 'Hallo,' },
  link_hint: {
    en: 'If the button does not work, open this address:',
    de: 'Wenn der Knopf nicht geht, öffne diese Adresse:',
  },
  stop: {
    en: 'You get this mail because you look after plugins at {brand}.',
    de: 'Du bekommst diese Mail, weil du dich bei {brand} um Plugins kümmerst.',
  },
  stop_link: { en: 'Get no more of these mails', de: 'Keine solchen Mails mehr bekommen' },
  notification_subject: {
    en: '{plugin} has a message for {space}',
    de: '{plugin} hat eine Nachricht für {space}',
  },
  notification_text: {
    en: '{plugin} has left a message in {space}.',
    de: '{plugin} hat in {space} eine Nachricht hinterlassen.',
  },
  notification_more: { en: 'And {more} more since.', de: 'Und seitdem {more} weitere.' },
  notification_link: { en: 'See the message', de: 'Nachricht ansehen' },
  permissions_subject: {
    en: '{plugin} asks for more in {space}',
    de: '{plugin} bittet in {space} um mehr',
  },
  permissions_text: {
    en: 'A newer version of {plugin} asks for more than you agreed to in {space}. It goes on without until you decide.',
    de: 'Eine neuere Version von {plugin} bittet um mehr, als du in {space} zugelassen hast. Bis du entscheidest, läuft es ohne weiter.',
  },
  permissions_link: { en: 'See what it asks for', de: 'Ansehen, worum es bittet' },
  endpoint_failing_subject: {
    en: '{plugin} does not answer',
    de: '{plugin} antwortet nicht',
  },
  endpoint_failing_text: {
    en: 'The endpoint of {plugin} for {event} has not answered for a long time. We go on trying. If it stays so, the endpoint will be disabled, and its jobs will wait.',
    de: 'Der Endpunkt von {plugin} für {event} antwortet schon lange nicht. Wir versuchen es weiter. Bleibt es so, wird er abgeschaltet, und seine Jobs warten.',
  },
  endpoint_failing_link: { en: 'See {plugin}', de: '{plugin} ansehen' },
  endpoint_disabled_subject: {
    en: 'An endpoint of {plugin} is disabled',
    de: 'Ein Endpunkt von {plugin} ist abgeschaltet',
  },
  endpoint_disabled_text: {
    en: 'The endpoint of {plugin} for {event} was disabled, since it did not answer. Its jobs wait until you enable it again.',
    de: 'Der Endpunkt von {plugin} für {event} wurde abgeschaltet, weil er nicht antwortete. Seine Jobs warten, bis du ihn wieder einschaltest.',
  },
  endpoint_disabled_link: { en: 'See {plugin}', de: '{plugin} ansehen' },
  release_submitted_subject: {
    en: '{plugin} waits for review',
    de: '{plugin} wartet auf Prüfung',
  },
  release_submitted_text: {
    en: 'Release {release} of {plugin} was submitted. It reaches nobody until an operator approves it.',
    de: 'Release {release} von {plugin} wurde eingereicht. Es erreicht niemanden, bis es freigegeben ist.',
  },
  release_submitted_link: { en: 'Review the release', de: 'Release prüfen' },
  release_approved_subject: {
    en: 'Release {release} of {plugin} is approved',
    de: 'Release {release} von {plugin} ist freigegeben',
  },
  release_approved_text: {
    en: 'Release {release} of {plugin} was approved. The reviewer says:',
    de: 'Release {release} von {plugin} wurde freigegeben. Aus der Prüfung:',
  },
  release_approved_link: { en: 'See the releases', de: 'Releases ansehen' },
  release_rejected_subject: {
    en: 'Release {release} of {plugin} is rejected',
    de: 'Release {release} von {plugin} ist abgelehnt',
  },
  release_rejected_text: {
    en: 'Release {release} of {plugin} was rejected, and reaches nobody. The reviewer says:',
    de: 'Release {release} von {plugin} wurde abgelehnt und erreicht niemanden. Aus der Prüfung:',
  },
  release_rejected_link: { en: 'See the releases', de: 'Releases ansehen' },
  roll_out_done_subject: {
    en: 'Everybody is on release {release} of {plugin}',
    de: 'Release {release} von {plugin} läuft bei allen',
  },
  roll_out_done_text: {
    en: 'The roll-out of release {release} of {plugin} is done: everybody is on it.',
    de: 'Release {release} von {plugin} ist verteilt: Es läuft bei allen.',
  },
  roll_out_done_link: { en: 'See the releases', de: 'Releases ansehen' },
  roll_out_failed_installs_subject: {
    en: 'Not everybody is on release {release} of {plugin}',
    de: 'Release {release} von {plugin} läuft nicht bei allen',
  },
  roll_out_failed_installs_text: {
    en: 'The roll-out of release {release} of {plugin} is over, but some installs stay on the one before: their config could not be migrated.',
    de: 'Release {release} von {plugin} ist verteilt, aber einige Installationen bleiben auf dem davor: Ihre Einstellungen ließen sich nicht umstellen.',
  },
  roll_out_failed_installs_link: { en: 'See which', de: 'Ansehen, welche' },
  rolled_back_subject: {
    en: 'Release {release} of {plugin} is rolled back',
    de: 'Release {release} von {plugin} ist zurückgenommen',
  },
  rolled_back_text: {
    en: 'Release {release} of {plugin} was rolled back: all installs are on the one before.',
    de: 'Release {release} von {plugin} wurde zurückgenommen: Alle Installationen sind auf dem davor.',
  },
  rolled_back_link: { en: 'See the releases', de: 'Releases ansehen' },
  plugin_deleted_subject: {
    en: '{plugin} is gone from {space}',
    de: '{plugin} ist aus {space} entfernt',
  },
  plugin_deleted_text: {
    en: '{plugin} was deleted, and with that uninstalled in {space}. It cannot be restored. What it kept there is erased soon; until then you can save it.',
    de: '{plugin} wurde gelöscht und damit in {space} deinstalliert. Es lässt sich nicht wiederherstellen. Was es dort gespeichert hat, wird bald gelöscht; bis dahin kannst du es sichern.',
  },
  plugin_deleted_link: { en: 'See what is left', de: 'Ansehen, was noch da ist' },
  developer_invitation_subject: {
    en: 'Develop plugins for {brand}',
    de: 'Entwickle Plugins für {brand}',
  },
  developer_invitation_text: {
    en: 'You can become a developer at {brand} with the address {email}, and register plugins of your own. The link works once, for a week at most. If you did not expect this mail, leave it: nothing happens.',
    de: 'Du kannst bei {brand} mit der Adresse {email} Entwicklerin oder Entwickler werden und eigene Plugins anmelden. Der Link geht einmal, höchstens eine Woche lang. Wenn du diese Mail nicht erwartet hast, lass sie: Es passiert nichts.',
  },
  developer_invitation_link: { en: 'Become a developer', de: 'Einladung ansehen' },
  password_reset_subject: {
    en: 'Set a new password for {brand}',
    de: 'Neues Passwort für {brand}',
  },
  password_reset_text: {
    en: 'Somebody asked for a new password for your account, {email}. The link works once, for 30 minutes. If it was not you, leave it: your password stays as it is.',
    de: 'Jemand hat für dein Konto {email} um ein neues Passwort gebeten. Der Link geht einmal, 30 Minuten lang. Wenn du das nicht warst, lass ihn: Dein Passwort bleibt, wie es ist.',
  },
  password_reset_link: { en: 'Set a new password', de: 'Neues Passwort festlegen' },
} as const;

/** The name of a text of mails, the same in every language. */
export type MailTextKey = keyof typeof texts;

/** Gives the texts of one language; what a text names and is not given becomes nothing. */
export type MailTexts = (key: MailTextKey, values?: Record<string, string | number>) => string;

/** The texts of mails in the language that somebody chose (BCP 47), else in English. */
export function mailTexts(lang: string | null): MailTexts {
  const language = /^de\b/i.test(lang ?? '') ? 'de' : 'en';
  return (key, values = {}) =>
    texts[key][language].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}
