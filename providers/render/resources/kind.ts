import type { Deploy, Service } from "../api/schemas.ts";
import type { ServiceState } from "./inputs.ts";

/** What tells one kind of Render service from the others. */
export interface Kind<State extends ServiceState = ServiceState> {
  /** As in the API, e.g. `web_service`. */
  readonly type: string;
  /** As in stacks, e.g. `render:index:WebService`. */
  readonly token: string;
  /** Of its ids. */
  readonly prefix: "srv" | "crn";
  /** Render can cancel its deploys. */
  readonly cancels: boolean;
  /** The names of its inputs; others are neither sent nor read. */
  readonly inputs: ReadonlySet<string>;
  /** Its outputs, with the newest deploy or without. */
  stateOf(service: Service, deploy: Deploy | undefined): State;
}
