/** What the store asks of `pg`: the part of its `Pool` that is used, so that nothing here imports the package. */
export interface PostgresPool extends PostgresExecutor {
  connect(): Promise<PostgresConnection>;
  on(event: "error", listener: (error: Error) => void): unknown;
}

export interface PostgresExecutor {
  query(query: PostgresQuery): Promise<{ readonly rows: readonly unknown[] }>;
}

export interface PostgresConnection extends PostgresExecutor {
  /** Gives the connection back; with an error, closes it. */
  release(error?: Error | boolean): void;
  on(event: "notification", listener: (message: { readonly payload?: string | undefined }) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  removeListener(event: "error", listener: (error: Error) => void): unknown;
}

export interface PostgresQuery {
  /** Prepared once per connection under this name. */
  readonly name?: string;
  readonly text: string;
  readonly values?: unknown[];
}

/** A statement that is prepared on each connection once. */
export interface PostgresStatement {
  readonly name: string;
  readonly text: string;
}

/** Runs a prepared statement. @throws what `pg` throws */
export async function runStatement<Row>(
  executor: PostgresExecutor,
  statement: PostgresStatement,
  values: unknown[],
): Promise<readonly Row[]> {
  const { rows } = await executor.query({ ...statement, values });
  return rows as readonly Row[];
}

/** Runs work in a transaction of one connection, and rolls back where it throws. */
export async function inPostgresTransaction<Value>(
  pool: PostgresPool,
  work: (connection: PostgresConnection) => Promise<Value>,
): Promise<Value> {
  const connection = await pool.connect();
  // A connection that is cut between two statements says so in an event, which would end the process.
  let isBroken = false;
  const onError = () => {
    isBroken = true;
  };
  connection.on("error", onError);
  try {
    await connection.query({ text: "BEGIN" });
    const value = await work(connection);
    await connection.query({ text: "COMMIT" });
    return value;
  } catch (error) {
    await connection.query({ text: "ROLLBACK" }).catch(onError);
    throw error;
  } finally {
    connection.removeListener("error", onError);
    connection.release(isBroken);
  }
}
