import pg from 'pg';
import { withConnection } from '../support/connection.ts';
import { type Catalog, readCatalog } from './catalog.ts';
import { describeStatement } from './describe.ts';
import { differences } from './differences.ts';
import { type Form, formsOf, type Problem, type Statement } from './read-statements.ts';

/** Has a database with all migrations look at the statements. Answers what is wrong with them, each thing once. */
export function checkStatements(url: string, statements: Statement[]): Promise<Problem[]> {
  return withConnection(url, async (client) => {
    const catalog = await readCatalog(client);
    const problems: Problem[] = [];
    for (const statement of statements) {
      const messages = new Set<string>();
      for (const form of statement.forms.flatMap(formsOf)) {
        const found = await complaints(client, catalog, statement, form);
        for (const message of found) messages.add(message);
      }
      problems.push(...[...messages].map((message) => ({ ...statement, message })));
    }
    return problems;
  });
}

async function complaints(
  client: pg.Client,
  catalog: Catalog,
  statement: Statement,
  form: Form,
): Promise<string[]> {
  try {
    return differences(statement, form, await describeStatement(client, form.text), catalog);
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return [`PostgreSQL refuses it: ${error.message}, in ${form.text.trim()}`];
  }
}
