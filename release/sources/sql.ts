import type { SqlReader } from "../../checks/gates/sql.ts";
import { reasonOf } from "./unmeasured.ts";

/** The way to the database, connected by the first query; without an address nothing can be measured. */
export function sqlOf(url: string | undefined): SqlReader {
  let opened: Promise<SqlReader> | undefined;
  const open = async (address: string) => (await import("../../checks/gates/sql.ts")).openSqlReader(address);
  return {
    async sql(query, window, limits) {
      if (url === undefined)
        return { unmeasured: "CUTOVER_GATES_DATABASE_URL is not set; see npx cutover evidence install" };
      try {
        opened ??= open(url);
        return await (await opened).sql(query, window, limits);
      } catch (error) {
        return { unmeasured: reasonOf(error) };
      }
    },
    async close() {
      await (await opened?.catch(() => undefined))?.close();
    },
  };
}
