import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { waitFor } from './wait-for.ts';

/** A mail as it came, decoded. */
export interface ReceivedMail {
  /** The address of the envelope. */
  to: string;
  /** By their names in small letters. */
  headers: Record<string, string>;
  text: string;
  html: string;
}

/** A real SMTP server on loopback. */
export interface MailServer {
  /** For `PLUGBOARD_SMTP_URL`. */
  url: string;
  /** Everything that was taken so far, in order. */
  mails: ReceivedMail[];
  /** How many were offered, those that were refused included. */
  offered: number;
  /** Decides what a mail is refused with, from now on; undefined: it is taken. */
  refuse: (to: string) => { responseCode: number; message: string } | undefined;
  /** Waits until somebody has got so many mails, and answers them. */
  to(address: string, count?: number): Promise<ReceivedMail[]>;
  close(): Promise<void>;
}

const USER = { name: 'plugboard', password: 'p@ss/word' };

/** One that asks for a password, and takes mail for everybody. */
export async function startMailServer(): Promise<MailServer> {
  const smtp = new SMTPServer({
    // As for a server beside us: no certificate.
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _session, done) => {
      const isRight = username === USER.name && password === USER.password;
      done(isRight ? null : new Error('Wrong password'), { user: username });
    },
    onRcptTo: ({ address }, _session, done) => {
      mails.offered++;
      const refusal = mails.refuse(address);
      done(refusal && Object.assign(new Error(refusal.message), refusal));
    },
    async onData(stream, { envelope }, done) {
      const raw = await text(stream);
      for (const { address } of envelope.rcptTo) mails.mails.push({ to: address, ...parsed(raw) });
      done();
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  const { port } = smtp.server.address() as AddressInfo;
  const mails: MailServer = {
    url: `smtp://${USER.name}:${encodeURIComponent(USER.password)}@127.0.0.1:${port}`,
    mails: [],
    offered: 0,
    refuse: () => undefined,
    async to(address, count = 1) {
      const found = () => mails.mails.filter((mail) => mail.to === address);
      await waitFor(() => found().length >= count, { describe: `${count} mails to ${address}` });
      return found();
    },
    close: () => new Promise((resolve) => smtp.close(resolve)),
  };
  return mails;
}

function parsed(raw: string): Omit<ReceivedMail, 'to'> {
  const { headers, body } = partOf(raw);
  const boundary = /boundary="([^"]+)"/.exec(headers['content-type'] ?? '')?.[1];
  const parts = body
    .split(`--${boundary}`)
    .slice(1, -1)
    .map((part) => partOf(part.trimStart()));
  const of = (type: string): string => {
    const part = parts.find((one) => one.headers['content-type']?.startsWith(type));
    return part === undefined ? '' : decoded(part);
  };
  return { headers, text: of('text/plain'), html: of('text/html') };
}

interface Part {
  headers: Record<string, string>;
  body: string;
}

function partOf(raw: string): Part {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const lines = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = lines.map((line): [string, string] => {
    const [name = ''] = line.split(':', 1);
    return [name.toLowerCase(), words(line.slice(name.length + 1).trim())];
  });
  return { headers: Object.fromEntries(headers), body: rest.join('\r\n\r\n') };
}

function decoded({ headers, body }: Part): string {
  const encoding = headers['content-transfer-encoding'];
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : encoding === 'quoted-printable'
        ? unquoted(body.replaceAll(/=\r\n/g, ''))
        : Buffer.from(body);
  return bytes.toString('utf8').replaceAll('\r\n', '\n').trim();
}

const unquoted = (body: string): Buffer =>
  Buffer.from(
    body.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    'latin1',
  );

// RFC 2047, "encoded words".
const words = (value: string): string =>
  value
    .replaceAll(/\?= =\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([QB])\?([^?]*)\?=/gi, (_, kind: string, coded: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(coded, 'base64').toString('utf8')
        : unquoted(coded.replaceAll('_', ' ')).toString('utf8'),
    );
