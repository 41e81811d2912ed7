import type * as pulumi from "@pulumi/pulumi";
import { type InstanceServiceArgs, RenderService } from "./service.ts";

const TOKEN = "render:index:BackgroundWorker";

/** Inputs of `BackgroundWorker`. */
export type BackgroundWorkerArgs = InstanceServiceArgs;

/**
 * A process on Render that serves no requests, such as the consumer of a queue. Changing `region` or `ownerId` replaces it.
 * Its creation and updates are done when their own deploy is live: when the process of the new version stays up.
 *
 * @example
 * new BackgroundWorker("worker", {
 *   name: "twin-brains-worker",
 *   ownerId: "tea-…",
 *   repo: "https://github.com/acme-brains/twin-brains",
 *   rootDir: "backend",
 *   runtime: "python",
 *   buildCommand: "pip install -r requirements.txt",
 *   startCommand: "python -m worker",
 *   env: { REDIS_URL: queue.connectionString },
 * });
 */
export class BackgroundWorker extends RenderService {
  /** A worker that exists already, by its id; read, not managed. */
  static get(name: string, id: pulumi.Input<pulumi.ID>, opts?: pulumi.CustomResourceOptions): BackgroundWorker {
    return new BackgroundWorker(name, undefined, { ...opts, id });
  }

  constructor(name: string, args: BackgroundWorkerArgs, opts?: pulumi.CustomResourceOptions);
  /** Used by `get` only. */
  constructor(name: string, args: undefined, opts: pulumi.CustomResourceOptions);
  constructor(name: string, args: BackgroundWorkerArgs | undefined, opts?: pulumi.CustomResourceOptions) {
    super(TOKEN, name, args, [], opts);
  }
}
