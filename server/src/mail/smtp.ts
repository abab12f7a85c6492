import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer';
import type { Config } from '../config.ts';

/** Why a mail could not be sent: what may be logged of it, and whether it is no use to try again. */
export class MailRefused extends Error {
  readonly isFinal: boolean;

  constructor(message: string, isFinal: boolean) {
    super(message);
    this.isFinal = isFinal;
  }
}

/** The way to the SMTP server, for one round. */
export interface Smtp {
  /** @throws MailRefused */
  send(mail: SendMailOptions): Promise<void>;
  /** Ends what is under way. */
  close(): void;
}

const CONNECTIONS = 3;
const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;

/** Opens the way; no connection is made before there is a mail. */
export function openSmtp(config: Config): Smtp {
  const transport = transportOf(new URL(config.smtpUrl as string));
  return {
    async send(mail) {
      await transport.sendMail(mail).catch((error: SmtpError) => {
        throw refusalOf(error);
      });
    },
    close: () => transport.close(),
  };
}

function transportOf(url: URL): Transporter {
  const { protocol, hostname, port, username, password } = url;
  const host = hostname.replace(/^\[|\]$/g, '');
  const secure = protocol === 'smtps:';
  const hasPassword = username !== '';
  return createTransport({
    pool: true,
    maxConnections: CONNECTIONS,
    host,
    port: Number(port) || (secure ? 465 : 587),
    secure,
    // A password goes over no connection that others can read.
    requireTLS: !secure && hasPassword && !isOwnMachine(host),
    ...(hasPassword && {
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

const isOwnMachine = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

interface SmtpError extends Error {
  code?: string;
  responseCode?: number;
}

// What the server says has addresses in it.
function refusalOf({ name, code, responseCode }: SmtpError): MailRefused {
  const said = responseCode === undefined ? '' : `, the server said ${responseCode}`;
  const isOfMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  const isFinal = isOfMail && (responseCode === undefined || responseCode >= 500);
  return new MailRefused(`${code ?? name}${said}`, isFinal);
}
