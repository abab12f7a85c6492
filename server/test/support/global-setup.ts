import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/embedded/start.ts';
import { migrate } from '../../src/lib/migrate.ts';
import { runAsAdmin, withDatabase } from './admin.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The test server's `postgres` database, as superuser. */
    adminUrl: string;
    /** The migrated database that every test database is a copy of, as the role that owns it: the product's, no superuser. */
    templateUrl: string;
    /** Whether what tests leave there stays. */
    clusterOutlivesRun: boolean;
  }
}

interface TestServer {
  adminUrl: string;
  /** Any database of the server, as the role the product uses. */
  url: string;
  template: string;
  stop(): Promise<void>;
}

/** One PostgreSQL for the whole run, with a template database that has all migrations. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  try {
    const templateUrl = withDatabase(server.url, server.template);
    const owner = decodeURIComponent(new URL(server.url).username);
    await runAsAdmin(server.adminUrl, 'create database %I owner %I', server.template, owner);
    await migrate(templateUrl);
    // A template can be copied only while nobody is connected to it.
    await runAsAdmin(server.adminUrl, 'alter database %I allow_connections false', server.template);
    project.provide('adminUrl', server.adminUrl);
    project.provide('templateUrl', templateUrl);
    project.provide('clusterOutlivesRun', process.env.TEST_DATABASE_URL !== undefined);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server.stop;
}

function startServer(): Promise<TestServer> {
  const url = process.env.TEST_DATABASE_URL;
  return url === undefined ? startEmbedded() : useExternal(url);
}

async function startEmbedded(): Promise<TestServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'plugboard-test-'));
  const clear = () => rm(dataDir, { recursive: true, force: true });
  // Test files and the servers they start each have a pool.
  const settings = { max_connections: 300 };
  const { warn, error } = console;
  const logger = { info: () => undefined, warn, error };
  const postgres = await startEmbeddedPostgres({ dataDir, logger, settings }).catch(
    async (error) => {
      await clear();
      throw error;
    },
  );
  return {
    adminUrl: postgres.adminUrl,
    url: postgres.url,
    template: 'plugboard_template',
    async stop() {
      await postgres.stop();
      await clear();
    },
  };
}

// Other runs may use the same server, so the template's name is this run's own.
async function useExternal(adminUrl: string): Promise<TestServer> {
  const template = `plugboard_template_${randomBytes(4).toString('hex')}`;
  return {
    adminUrl,
    url: adminUrl,
    template,
    stop: () => runAsAdmin(adminUrl, 'drop database if exists %I with (force)', template),
  };
}
