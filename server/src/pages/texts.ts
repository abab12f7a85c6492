import { acceptedLanguages } from '../lib/languages.ts';

/** All texts of the server-rendered pages, by language. `{name}` is replaced by a value. */
export const texts = {
  error_title: { en: 'This did not work', de: 'Das hat nicht geklappt' },
  error_text: {
    en: 'The request could not be understood.',
    de: 'Die Anfrage war nicht verständlich.',
  },
  error_not_found_title: { en: 'Page not found', de: 'Seite nicht gefunden' },
  error_not_found_text: {
    en: 'There is nothing at this address, or you may not see it. Check the address, or start from the beginning.',
    de: 'Unter dieser Adresse gibt es nichts, oder du darfst es nicht sehen. Prüfe die Adresse, oder beginne von vorn.',
  },
  error_forbidden_title: { en: 'This is not allowed', de: 'Das ist nicht erlaubt' },
  error_forbidden_text: {
    en: 'The form was open for too long, or it did not come from this site. Go back, load the page again and try once more.',
    de: 'Das Formular war zu lange offen oder kam nicht von dieser Website. Geh zurück, lade die Seite neu und versuche es noch einmal.',
  },
  error_too_many_title: { en: 'Too many attempts', de: 'Zu viele Versuche' },
  error_too_many_text: {
    en: 'Wait a little and try again. Minutes to wait: {minutes}.',
    de: 'Warte ein wenig und versuche es dann noch einmal. Wartezeit in Minuten: {minutes}.',
  },
  error_internal_title: {
    en: 'Something went wrong on our side',
    de: 'Bei uns ist etwas schiefgegangen',
  },
  error_internal_text: {
    en: 'It was recorded. Please try again in a moment.',
    de: 'Der Fehler wurde aufgezeichnet. Bitte versuche es gleich noch einmal.',
  },
  error_unavailable_title: { en: 'Back in a moment', de: 'Gleich wieder da' },
  error_unavailable_text: {
    en: 'We cannot answer right now. Please try again in a moment.',
    de: 'Wir können gerade nicht antworten. Bitte versuche es gleich noch einmal.',
  },
  console_needs_scripts: {
    en: 'These pages are made by scripts, which this browser does not run. Switch them on for this site.',
    de: 'Diese Seiten entstehen durch Skripte, die dieser Browser nicht ausführt. Schalte sie für diese Seite ein.',
  },
  error_home: { en: 'Go to the start page', de: 'Zur Startseite' },
  setup_done_title: { en: 'Done', de: 'Geschafft' },
  setup_done_text: {
    en: 'You can close this window and go on where you were.',
    de: 'Du kannst dieses Fenster schließen und weitermachen, wo du warst.',
  },
  setup_failed_title: { en: 'This did not work', de: 'Das hat nicht geklappt' },
  setup_close: {
    en: 'Close this window, and try again where you were.',
    de: 'Schließe dieses Fenster und versuche es dort noch einmal, wo du warst.',
  },
  setup_unknown_title: {
    en: 'This window cannot go on',
    de: 'Dieses Fenster kann nicht weitermachen',
  },
  setup_unknown_text: {
    en: 'It was open for too long, or it came back before. Close it, and begin the step again where you were.',
    de: 'Es war zu lange offen, oder es kam schon einmal zurück. Schließe es und beginne den Schritt dort noch einmal, wo du warst.',
  },
  setup_somebody_else_title: {
    en: 'Somebody else began this',
    de: 'Das hat jemand anderes begonnen',
  },
  setup_somebody_else_text: {
    en: 'Only who began a step can finish it in a window. Close this one, and begin the step yourself.',
    de: 'Nur wer einen Schritt begonnen hat, kann ihn im Fenster beenden. Schließe dieses und beginne den Schritt selbst.',
  },
  setup_another_session_title: {
    en: 'This was begun in another browser',
    de: 'Das wurde in einem anderen Browser begonnen',
  },
  setup_another_session_text: {
    en: 'A step is finished where it was begun, and without signing out in between. Close this window, and begin the step again here.',
    de: 'Ein Schritt wird dort beendet, wo er begonnen wurde, und ohne sich dazwischen abzumelden. Schließe dieses Fenster und beginne den Schritt hier noch einmal.',
  },
  setup_confirm_title: { en: 'Connect {plugin}?', de: '{plugin} verbinden?' },
  setup_confirm_step: { en: 'Step', de: 'Schritt' },
  setup_confirm_begun_by: { en: 'Begun by', de: 'Begonnen von' },
  setup_confirm_text: {
    en: 'What you just agreed to elsewhere will belong to {plugin} in the space {space}, and everybody who works there may gain from it. Go on only if you know who asked you for this, and why.',
    de: 'Was du gerade anderswo erlaubt hast, gehört danach zu {plugin} im Space {space} und kommt allen zugute, die dort arbeiten. Mach nur weiter, wenn du weißt, wer dich darum gebeten hat und wozu.',
  },
  setup_confirm_button: { en: 'Connect {plugin}', de: '{plugin} verbinden' },
  setup_confirm_else: {
    en: 'Otherwise close this window: nothing has been connected.',
    de: 'Sonst schließe dieses Fenster: Es wurde nichts verbunden.',
  },
  skip_to_content: { en: 'Skip to content', de: 'Zum Inhalt springen' },
  header_account: { en: 'Your account:', de: 'Dein Konto:' },
  form_problems: { en: 'Please check your entries', de: 'Bitte prüfe deine Angaben' },
  email: { en: 'Email address', de: 'E-Mail-Adresse' },
  password: { en: 'Password', de: 'Passwort' },
  sign_in: { en: 'Sign in', de: 'Anmelden' },
  sign_out: { en: 'Sign out', de: 'Abmelden' },
  sign_in_lead: {
    en: 'Welcome back. Sign in to see your spaces and plugins.',
    de: 'Schön, dass du da bist. Melde dich an, um deine Spaces und Plugins zu sehen.',
  },
  sign_in_wrong: {
    en: 'Email address or password is not right.',
    de: 'E-Mail-Adresse oder Passwort stimmt nicht.',
  },
  sign_in_with: { en: 'Continue with {name}', de: 'Weiter mit {name}' },
  sign_in_no_password: {
    en: 'No password? Ask whoever runs this site for a link that signs you in.',
    de: 'Kein Passwort? Bitte den Betreiber dieser Seite um einen Link, der dich anmeldet.',
  },
  sign_in_forgotten: { en: 'Forgot your password?', de: 'Passwort vergessen?' },
  forgotten_title: { en: 'Forgot your password?', de: 'Passwort vergessen?' },
  forgotten_text: {
    en: 'Enter the address of your account. We send you a link by which you set a new password.',
    de: 'Gib die Adresse deines Kontos ein. Wir schicken dir einen Link, mit dem du ein neues Passwort festlegst.',
  },
  forgotten_button: { en: 'Send the link', de: 'Link schicken' },
  forgotten_invalid: {
    en: 'Enter an email address, such as ann@example.com.',
    de: 'Gib eine E-Mail-Adresse ein, etwa ann@example.com.',
  },
  forgotten_sent_title: { en: 'Look into your mail', de: 'Schau in deine Mails' },
  forgotten_sent_text: {
    en: 'If {email} has an account with a password here, a link is on its way. It works once, for 30 minutes. If none comes, look among the spam, or check the address.',
    de: 'Wenn {email} hier ein Konto mit Passwort hat, ist ein Link unterwegs. Er geht einmal, 30 Minuten lang. Wenn keiner kommt, schau im Spam nach oder prüfe die Adresse.',
  },
  reset_title: { en: 'Set a new password', de: 'Neues Passwort festlegen' },
  reset_text: {
    en: 'For {email}. It signs you out everywhere else, and ends your personal tokens and what plugins may do for you.',
    de: 'Für {email}. Überall sonst wirst du abgemeldet, und deine persönlichen Tokens und was Plugins für dich dürfen enden.',
  },
  reset_button: { en: 'Set the password', de: 'Passwort festlegen' },
  invitation_title: { en: 'Become a developer', de: 'Plugins entwickeln' },
  invitation_new_text: {
    en: 'You are invited to develop plugins for {brand}. Make your account with {email}.',
    de: 'Du bist eingeladen, Plugins für {brand} zu entwickeln. Lege dein Konto für {email} an.',
  },
  invitation_name: { en: 'Your name', de: 'Dein Name' },
  invitation_name_hint: {
    en: 'Whoever looks at your plugins sees it.',
    de: 'Wer sich deine Plugins ansieht, sieht ihn.',
  },
  invitation_name_invalid: {
    en: 'Enter your name: one line, with at most {max} characters.',
    de: 'Gib deinen Namen ein: eine Zeile mit höchstens {max} Zeichen.',
  },
  invitation_password: { en: 'Password', de: 'Passwort' },
  invitation_new_button: { en: 'Make my account', de: 'Konto anlegen' },
  invitation_known_text: {
    en: 'You are invited to develop plugins for {brand}. {email} has an account here already: sign in to it to go on.',
    de: 'Du bist eingeladen, Plugins für {brand} zu entwickeln. Für {email} gibt es hier schon ein Konto: Melde dich damit an, dann geht es weiter.',
  },
  invitation_accept_text: {
    en: 'You are invited to develop plugins for {brand}. Once you accept, you can register plugins of your own with your account, {email}.',
    de: 'Du bist eingeladen, Plugins für {brand} zu entwickeln. Wenn du annimmst, kannst du mit deinem Konto {email} eigene Plugins anmelden.',
  },
  invitation_accept_button: { en: 'Accept the invitation', de: 'Einladung annehmen' },
  invitation_else_title: {
    en: 'This invitation is for somebody else',
    de: 'Diese Einladung ist für jemand anderen',
  },
  invitation_else_text: {
    en: 'It is for {email}, and you are signed in as {name}. Sign out to accept it as {email}.',
    de: 'Sie gilt für {email}, und du bist als {name} angemeldet. Melde dich ab, um sie als {email} anzunehmen.',
  },
  invitation_gone_title: {
    en: 'This invitation does not work any more',
    de: 'Diese Einladung gilt nicht mehr',
  },
  invitation_gone_text: {
    en: 'It was accepted or withdrawn before, a newer one took its place, or it is over a week old. Look for a newer mail, or ask whoever invited you for another one.',
    de: 'Sie wurde schon angenommen oder zurückgezogen, durch eine neuere ersetzt, oder sie ist älter als eine Woche. Such nach einer neueren Mail, oder bitte den, der dich eingeladen hat, um eine neue.',
  },
  sign_up_title: { en: 'Become a developer', de: 'Plugins entwickeln' },
  sign_up_text: {
    en: 'Develop plugins for {brand}. Enter your address: we send you a link by which you make your account, or go on with the one that you have.',
    de: 'Entwickle Plugins für {brand}. Gib deine Adresse ein: Wir schicken dir einen Link, mit dem du dein Konto anlegst oder mit dem weitermachst, das du hast.',
  },
  sign_up_sent_text: {
    en: 'A link is on its way to {email}. It works once, for a week. If none comes, look among the spam, or check the address.',
    de: 'Ein Link ist unterwegs an {email}. Er geht einmal, eine Woche lang. Wenn keiner kommt, schau im Spam nach oder prüfe die Adresse.',
  },
  account_new_password: { en: 'New password', de: 'Neues Passwort' },
  account_new_password_hint: {
    en: 'At least {min} characters. A few words that nobody else would put together are best.',
    de: 'Mindestens {min} Zeichen. Am besten ein paar Wörter, die sonst niemand so zusammenstellen würde.',
  },
  account_password_short: {
    en: 'The new password needs at least {min} characters.',
    de: 'Das neue Passwort braucht mindestens {min} Zeichen.',
  },
  account_password_long: {
    en: 'The new password is too long: at most {max} bytes.',
    de: 'Das neue Passwort ist zu lang: höchstens {max} Bytes.',
  },
  account_password_common: {
    en: 'The new password is one of the first that anybody would try. Choose another one.',
    de: 'Das neue Passwort gehört zu den ersten, die jemand ausprobieren würde. Wähle ein anderes.',
  },
  reset_gone_title: { en: 'This link does not work any more', de: 'Dieser Link geht nicht mehr' },
  reset_gone_text: {
    en: 'It was used, or it is older than 30 minutes.',
    de: 'Er wurde schon benutzt oder ist älter als 30 Minuten.',
  },
  reset_again: { en: 'Ask for another link', de: 'Einen neuen Link anfordern' },
  mail_stop_title: { en: 'No more mails about plugins?', de: 'Keine Mails mehr zu Plugins?' },
  mail_stop_text: {
    en: 'You would hear of messages, requests and failures of plugins only when you look here.',
    de: 'Von Nachrichten, Bitten und Fehlern von Plugins würdest du nur noch erfahren, wenn du hier nachsiehst.',
  },
  mail_stop_button: { en: 'Send me no more mails', de: 'Keine Mails mehr schicken' },
  mail_stopped_title: { en: 'No more mails', de: 'Keine Mails mehr' },
  mail_stopped_text: {
    en: 'You get no more mails about plugins.',
    de: 'Du bekommst keine Mails mehr zu Plugins.',
  },
  mail_start_button: { en: 'Send me mails again', de: 'Wieder Mails schicken' },
  mail_started_title: { en: 'You get mails again', de: 'Du bekommst wieder Mails' },
  mail_started_text: {
    en: 'You hear by mail of what plugins need of you.',
    de: 'Du erfährst per Mail, was Plugins von dir brauchen.',
  },
  sign_in_or: { en: 'or', de: 'oder' },
  sign_in_signed_out: { en: 'You are signed out.', de: 'Du bist abgemeldet.' },
  sign_in_provider_failed_title: {
    en: 'Signing in did not work',
    de: 'Die Anmeldung hat nicht geklappt',
  },
  sign_in_provider_failed: {
    en: 'The answer of {name} could not be used. It may have taken too long, or it was cancelled.',
    de: 'Die Antwort von {name} war nicht zu gebrauchen. Vielleicht hat es zu lange gedauert, oder es wurde abgebrochen.',
  },
  sign_in_provider_away: {
    en: '{name} cannot be reached right now. Try again soon, or sign in another way.',
    de: '{name} ist gerade nicht zu erreichen. Versuche es bald noch einmal, oder melde dich anders an.',
  },
  sign_in_provider_no_email: {
    en: '{name} did not tell us your email address, and we do not know you yet. Ask whoever runs this site.',
    de: '{name} hat uns deine E-Mail-Adresse nicht mitgeteilt, und wir kennen dich noch nicht. Wende dich an den Betreiber dieser Seite.',
  },
  sign_in_provider_unverified: {
    en: '{name} does not vouch for your email address. Sign in another way, or ask whoever runs this site.',
    de: '{name} bestätigt deine E-Mail-Adresse nicht. Melde dich anders an, oder wende dich an den Betreiber dieser Seite.',
  },
  sign_in_provider_other_account: {
    en: 'There is an account with your email address already, and {name} does not vouch for it being yours. Sign in another way, or ask whoever runs this site.',
    de: 'Zu deiner E-Mail-Adresse gibt es schon ein Konto, und {name} bestätigt nicht, dass es deins ist. Melde dich anders an, oder wende dich an den Betreiber dieser Seite.',
  },
  sign_in_again: { en: 'Back to sign-in', de: 'Zurück zur Anmeldung' },
  sign_in_link_title: { en: 'Sign in', de: 'Anmelden' },
  sign_in_link_text: {
    en: 'This link signs you in as {name} ({email}). It works once.',
    de: 'Dieser Link meldet dich als {name} ({email}) an. Er funktioniert einmal.',
  },
  sign_in_link_instead: {
    en: 'You are signed in as {name} now, and will be signed out.',
    de: 'Du bist zurzeit als {name} angemeldet und wirst abgemeldet.',
  },
  sign_in_link_button: { en: 'Sign in as {name}', de: 'Als {name} anmelden' },
  sign_in_link_gone_title: {
    en: 'This link does not work any more',
    de: 'Dieser Link funktioniert nicht mehr',
  },
  sign_in_link_gone_text: {
    en: 'A sign-in link works once, and only for a short time. Go back to where you got it and ask for a new one.',
    de: 'Ein Anmelde-Link funktioniert nur einmal und nur kurze Zeit. Geh dorthin zurück, wo du ihn bekommen hast, und hol dir einen neuen.',
  },
  portal_link_title: { en: 'Open {space}', de: '{space} öffnen' },
  portal_link_text: {
    en: 'This link lets {name} into {space}. It works once.',
    de: 'Dieser Link lässt {name} in {space}. Er funktioniert einmal.',
  },
  portal_link_button: { en: 'Open as {name}', de: 'Als {name} öffnen' },
  portal_gone_title: {
    en: 'This link does not work any more',
    de: 'Dieser Link funktioniert nicht mehr',
  },
  portal_gone_text: {
    en: 'It works once, and only for a few minutes. Go back to {host} and open the page there again.',
    de: 'Er funktioniert einmal und nur wenige Minuten. Geh zurück zu {host} und öffne die Seite dort noch einmal.',
  },
  portal_ended_title: { en: 'You are not signed in any more', de: 'Du bist nicht mehr angemeldet' },
  portal_ended_text: {
    en: 'Go back to {host} and open the page there again.',
    de: 'Geh zurück zu {host} und öffne die Seite dort noch einmal.',
  },
  portal_outside_title: { en: 'Not open here', de: 'Hier nicht offen' },
  portal_outside_text: {
    en: '{host} let you into {space}, and this page is not part of it.',
    de: '{host} hat dich in {space} gelassen, und diese Seite gehört nicht dazu.',
  },
  portal_outside_back: { en: 'Back to {space}', de: 'Zurück zu {space}' },
  portal_sign_in: { en: 'Sign in with an account', de: 'Mit einem Konto anmelden' },
  consent_title: { en: '{plugin} asks for access', de: '{plugin} bittet um Zugriff' },
  consent_intro: {
    en: '{plugin} wants to act for you, {name}, in {space}.',
    de: '{plugin} möchte für dich, {name}, in {space} handeln.',
  },
  consent_by: { en: 'By {author}', de: 'Von {author}' },
  consent_of_host: {
    en: 'Offered by {host} itself',
    de: 'Ein Angebot von {host} selbst',
  },
  consent_reviewed: {
    en: 'By another developer, reviewed by {host}',
    de: 'Von anderen entwickelt, von {host} geprüft',
  },
  consent_draft: {
    en: 'Your own draft, which {host} has not reviewed',
    de: 'Dein eigener Entwurf, den {host} nicht geprüft hat',
  },
  consent_website: { en: 'Website', de: 'Website' },
  consent_space: { en: 'Space', de: 'Space' },
  consent_account: { en: 'Signed in as', de: 'Angemeldet als' },
  consent_scopes: { en: 'It will be able to', de: 'Das Plugin kann dann' },
  consent_no_scopes: {
    en: 'It learns your name and email address, the name of the space and who its members are, and nothing else.',
    de: 'Das Plugin erfährt deinen Namen, deine E-Mail-Adresse, den Namen des Space und wer dazugehört, sonst nichts.',
  },
  consent_events: {
    en: 'It will hear of these events',
    de: 'Das Plugin erfährt von diesen Ereignissen',
  },
  consent_events_more: { en: '{count} more events', de: '{count} weitere Ereignisse' },
  consent_no_events: {
    en: 'It hears of no events.',
    de: 'Das Plugin erfährt von keinen Ereignissen.',
  },
  event_plugin_installed: { en: 'It is installed here', de: 'Es wird hier installiert' },
  event_plugin_updated: { en: 'It gets a new version', de: 'Es bekommt eine neue Version' },
  event_config_updated: { en: 'Its settings change', de: 'Seine Einstellungen ändern sich' },
  event_plugin_uninstalled: { en: 'It is removed', de: 'Es wird entfernt' },
  consent_installs: {
    en: 'The plugin is not installed in {space} yet. If you allow this, it is installed there.',
    de: 'Das Plugin ist in {space} noch nicht installiert. Wenn du zustimmst, wird es dort installiert.',
  },
  consent_optional: {
    en: 'It can do without these. Tick what you allow it:',
    de: 'Darauf kann das Plugin verzichten. Kreuze an, was du erlaubst:',
  },
  consent_past: { en: 'What happened before', de: 'Was zuvor geschah' },
  consent_past_hint: {
    en: '{plugin} can also be told of what happened in {space} before it came: of the events above, oldest first.',
    de: '{plugin} kann auch erfahren, was in {space} zuvor geschehen ist: von den Ereignissen oben, die ältesten zuerst.',
  },
  consent_past_full: {
    en: '{plugin} is not told of what happened in {space} before it came: plugins that you have installed are being told of their past already. You can ask for it later.',
    de: '{plugin} erfährt nicht, was in {space} zuvor geschehen ist: Plugins, die du installiert hast, erfahren gerade schon von ihrer Vergangenheit. Du kannst später darum bitten.',
  },
  consent_past_none: { en: 'Tell nothing of it', de: 'Nichts davon mitteilen' },
  consent_past_day: { en: 'Tell of the last day', de: 'Den letzten Tag mitteilen' },
  consent_past_days: {
    en: 'Tell of the last {days} days',
    de: 'Die letzten {days} Tage mitteilen',
  },
  consent_news: {
    en: 'A newer version of {plugin} asks for more. You decide for everybody in {space}; until then it goes on without.',
    de: 'Eine neuere Version von {plugin} bittet um mehr. Du entscheidest für alle in {space}; bis dahin läuft es ohne weiter.',
  },
  consent_new_scopes: { en: 'New: it could', de: 'Neu: Das Plugin könnte' },
  consent_new_events: {
    en: 'New: it would hear of these events',
    de: 'Neu: Das Plugin würde von diesen Ereignissen erfahren',
  },
  consent_allow_new: { en: 'Allow, with what is new', de: 'Zulassen, mit dem Neuen' },
  consent_keep: { en: 'Allow as before', de: 'Zulassen wie bisher' },
  consent_allow: { en: 'Allow', de: 'Zulassen' },
  consent_allow_install: { en: 'Install and allow', de: 'Installieren und zulassen' },
  consent_decline: { en: 'Decline', de: 'Ablehnen' },
  consent_revocable: {
    en: 'You can take this back at any time:',
    de: 'Du kannst das jederzeit zurücknehmen:',
  },
  consent_not_you: { en: 'Not {name}?', de: 'Nicht {name}?' },
  consent_switch: { en: 'Sign in as somebody else', de: 'Als jemand anderes anmelden' },
  consent_other_space: { en: 'Choose another space', de: 'Anderen Space wählen' },
  consent_choose_title: { en: 'Choose a space', de: 'Space wählen' },
  consent_choose_intro: {
    en: 'Where do you want to use {plugin}?',
    de: 'Wo möchtest du {plugin} verwenden?',
  },
  consent_choose_installs: { en: 'not installed yet', de: 'noch nicht installiert' },
  consent_cannot_title: {
    en: '{plugin} cannot be used here',
    de: '{plugin} kann hier nicht verwendet werden',
  },
  consent_needs_admin: {
    en: '{plugin} is not installed in {space}. Ask an admin of the space to install it.',
    de: '{plugin} ist in {space} nicht installiert. Bitte jemanden aus der Verwaltung des Space darum.',
  },
  consent_needs_plan: {
    en: '{plugin} needs a higher plan than {space} has.',
    de: '{plugin} braucht einen höheren Tarif, als {space} ihn hat.',
  },
  consent_unreviewed: {
    en: '{plugin} has not been approved, so it cannot be installed in {space}.',
    de: '{plugin} ist nicht freigegeben und kann in {space} nicht installiert werden.',
  },
  consent_suspended: {
    en: '{plugin} is suspended in {space}. An admin of the space can resume it.',
    de: '{plugin} ist in {space} angehalten. Die Verwaltung des Space kann es fortsetzen.',
  },
  consent_plugin_suspended: {
    en: '{plugin} has been stopped by the platform for the time being.',
    de: '{plugin} wurde von der Plattform vorerst angehalten.',
  },
  consent_no_member: {
    en: 'There is no such space, or you are not a member of it.',
    de: 'Diesen Space gibt es nicht, oder du bist dort nicht Mitglied.',
  },
  consent_no_space: {
    en: 'None of your spaces has {plugin}. Ask an admin of your space to install it.',
    de: 'In keinem deiner Spaces gibt es {plugin}. Bitte jemanden aus der Verwaltung deines Space darum.',
  },
  consent_error_title: {
    en: 'The plugin sent you here wrongly',
    de: 'Das Plugin hat dich falsch hierher geschickt',
  },
  consent_unknown_client: {
    en: 'No plugin with this client_id is registered here.',
    de: 'Hier ist kein Plugin mit dieser client_id registriert.',
  },
  consent_bad_redirect: {
    en: 'The redirect_uri is not one that the plugin registered. It must be the same, character for character.',
    de: 'Die redirect_uri hat das Plugin nicht registriert. Sie muss Zeichen für Zeichen übereinstimmen.',
  },
  consent_no_redirect: {
    en: 'There is no redirect_uri, and the plugin has not registered exactly one.',
    de: 'Es fehlt eine redirect_uri, und das Plugin hat nicht genau eine registriert.',
  },
  consent_error_developer: {
    en: 'If you develop the plugin: compare its request with its manifest.',
    de: 'Wenn du das Plugin entwickelst: Vergleiche seine Anfrage mit seinem Manifest.',
  },
  consent_declined_title: { en: '{plugin} has no access', de: '{plugin} hat keinen Zugriff' },
  consent_declined_text: {
    en: 'You said no, so {plugin} may do nothing for you. It asks again when you open it.',
    de: 'Du hast abgelehnt: {plugin} darf nichts für dich tun. Wenn du das Plugin öffnest, fragt es wieder.',
  },
  consent_declined_back: { en: 'Go back', de: 'Zurück' },
  embed_not_opened_title: {
    en: 'The plugin could not be opened',
    de: 'Das Plugin konnte nicht geöffnet werden',
  },
  embed_not_opened_text: {
    en: 'It took too long, or it was opened before. Reload the page.',
    de: 'Es hat zu lange gedauert, oder es war schon einmal offen. Lade die Seite neu.',
  },
  embed_begin: {
    en: '{plugin} needs your consent. You will be asked in this window.',
    de: '{plugin} braucht deine Zustimmung. Du wirst gleich in diesem Fenster gefragt.',
  },
  embed_begin_again: {
    en: 'This browser does not let us know you here, so {plugin} cannot be connected by itself. Allow cookies for this page, then go on.',
    de: 'Dieser Browser lässt uns dich hier nicht erkennen, darum kann {plugin} nicht von selbst verbunden werden. Erlaube Cookies für diese Seite und mach dann weiter.',
  },
  embed_begin_button: { en: 'Continue', de: 'Weiter' },
  redirect_title: { en: 'Which plugin?', de: 'Welches Plugin?' },
  redirect_text: {
    en: 'We could not tell which plugin sent you back here. Open it from your space.',
    de: 'Wir konnten nicht erkennen, welches Plugin dich zurückgeschickt hat. Öffne es in deinem Space.',
  },
  redirect_spaces: { en: 'Your spaces', de: 'Deine Spaces' },
  grants_title: { en: 'Plugins that act for you', de: 'Plugins, die für dich handeln' },
} as const satisfies Record<string, Record<Lang, string>>;

/** The languages that there are texts in, by their primary subtag (BCP 47). */
export const LANGS = ['en', 'de'] as const;
/** One of {@link LANGS}. */
export type Lang = (typeof LANGS)[number];

/** Whether there are texts in this language; `de-CH` is none of them, see {@link chooseLang}. */
const isLang = (text: string): text is Lang => LANGS.some((lang) => lang === text);

/** The name of a text, the same in every language. */
export type TextKey = keyof typeof texts;

/** Gives the texts of one language. */
export type Translate = (key: TextKey, values?: Record<string, string | number>) => string;

/** The texts of a language. A value that a text names and that is not given becomes nothing. */
export function translator(lang: Lang): Translate {
  return (key, values = {}) =>
    texts[key][lang].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** The language of a page: what the user chose, else what their browser wants most (`Accept-Language`) of those that there are, else English. */
export function chooseLang(
  chosen: string | null | undefined,
  acceptLanguage: string | undefined,
): Lang {
  for (const tag of [chosen ?? '', ...acceptedLanguages(acceptLanguage)]) {
    const [primary = ''] = tag.toLowerCase().split('-', 1);
    if (isLang(primary)) return primary;
  }
  return 'en';
}
