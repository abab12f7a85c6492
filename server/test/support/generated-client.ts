import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { TestServer } from './server.ts';

const pathOf = (name: string): string =>
  fileURLToPath(new URL(`../../../${name}`, import.meta.url));

export const DOCUMENT = pathOf('openapi.json');
export const ROOT = pathOf('');
export const TOOLS = pathOf('tools');

/** A directory with a copy of `tools/clients/<language>`, in which a client is made and built; gone when `use` is done. */
export async function inClientDirectory(
  language: string,
  use: (directory: string) => Promise<void>,
): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), `plugboard-client-${language}-`));
  try {
    await cp(join(TOOLS, 'clients', language), directory, { recursive: true });
    await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/**
 * Runs a program to its end.
 *
 * @returns what it wrote, warnings and all.
 * @throws Error with what it wrote, when it fails.
 */
export function run(
  program: string,
  args: string[],
  options: { cwd: string; env?: Record<string, string> },
): Promise<{ stdout: string; all: string }> {
  const env = { ...process.env, ...options.env };
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd: options.cwd, env, maxBuffer: 1e8 }, (error, stdout, stderr) => {
      if (error === null) resolve({ stdout, all: stdout + stderr });
      else reject(new Error(`${error.message}\n${stdout}${stderr}`, { cause: error }));
    });
  });
}

/** Runs a program that makes a space with a client and reads it back, and expects that it got what the server has. */
export async function expectCalls(
  server: TestServer,
  program: string,
  args: string[],
  cwd: string,
): Promise<void> {
  const env = { PLUGBOARD_URL: server.url, PLUGBOARD_HOST_KEY: server.hostKey };
  const { stdout } = await run(program, args, { cwd, env });
  const seen = JSON.parse(stdout);
  expect(seen).toEqual({ id: seen.id, name: 'Acme', planLevel: 2 });
  const { status, body } = await server.api('GET', `/platform/v1/spaces/${seen.id}`);
  expect([status, body.name]).toEqual([200, 'Acme']);
}
