import type pg from 'pg';

/** A column of an answer. */
export interface AnsweredColumn {
  name: string;
  /** OID of its type. */
  type: number;
  /** OID of the table that it is a column of, 0 for what is computed, and its number there. */
  table: number;
  number: number;
}

/** What PostgreSQL says of a statement without running it. */
export interface Description {
  /** OIDs of the parameters' types. */
  parameters: number[];
  columns: AnsweredColumn[];
}

/**
 * Has PostgreSQL parse and describe a statement, as the driver does before it runs one.
 *
 * @throws pg.DatabaseError
 */
export function describeStatement(client: pg.Client, text: string): Promise<Description> {
  return new Promise((resolve, reject) => {
    const said: Description = { parameters: [], columns: [] };
    client.query({
      submit(connection: Wire) {
        connection.once('parameterDescription', ({ dataTypeIDs }) => {
          said.parameters = dataTypeIDs;
        });
        connection.parse({ text });
        connection.describe({ type: 'S' });
        connection.sync();
      },
      handleRowDescription({ fields }: { fields: pg.FieldDef[] }) {
        said.columns = fields.map(({ name, dataTypeID, tableID, columnID }) => ({
          name,
          type: dataTypeID,
          table: tableID,
          number: columnID,
        }));
      },
      handleError: reject,
      handleReadyForQuery: () => resolve(said),
    } as unknown as pg.Submittable);
  });
}

/** The part of the driver's connection that we need; its types lack it, or ask for more. */
interface Wire {
  once(event: 'parameterDescription', told: (message: { dataTypeIDs: number[] }) => void): void;
  parse(message: { text: string }): void;
  describe(message: { type: 'S' }): void;
  sync(): void;
}
