import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** For `node:https`, in PEM. */
export interface TestCertificate {
  key: string;
  cert: string;
}

/**
 * A certificate for these names (`DNS:plugin.test`, `IP:127.0.0.1`), made for this run by the openssl program, so that no private key is
 * ever checked in.
 */
export function makeCertificate(...names: string[]): TestCertificate {
  const folder = mkdtempSync(join(tmpdir(), 'plugboard-'));
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const subject = ['-subj', '/CN=test', '-addext', `subjectAltName=${names.join(',')}`];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const files = ['-keyout', key, '-out', cert, '-days', '1'];
    execFileSync('openssl', ['req', '-x509', ...kind, ...files, ...subject], { stdio: 'pipe' });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
