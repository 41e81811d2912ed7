import { dirname } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { Sources } from "../../checks/gates/sources.ts";
import { app, deploys, render, vercel } from "../../config/app.ts";
import { ConfigError } from "../../config/errors.ts";
import { frontend } from "../../config/frontend.ts";
import { schemaFor } from "../../config/kinds.ts";
import { rollout } from "../../config/rollout/rollout.ts";
import { stackConfig } from "../../config/schema.ts";
import { sectionsOf } from "../../config/section-data.ts";
import { services } from "../../config/services.ts";
import { smokeChecks } from "../../config/smoke-checks.ts";
import { checkStackFile } from "../../config/stack-file.ts";
import type { Author, Evidence } from "../evidence/evidence.ts";
import { declarationOf } from "../gate-sets/declaration.ts";
import type { Declaration } from "../ladder/ladder.ts";
import type { Site } from "../site/site.ts";
import { openSite } from "../site/vercel-site.ts";
import { openSources } from "../sources/open-sources.ts";
import { authorOf } from "./author.ts";
import { evidenceIn } from "./evidence-in.ts";
import { rolloutName } from "./rollout-name.ts";
import { type StackPlace, type StackText, stackText } from "./stack-text.ts";

/** The sections of a stack that a release is about; secrets are not among them. */
const Sections = z.object({
  app,
  deploys,
  render,
  vercel,
  services,
  frontend,
  rollout,
  smokeChecks,
});
export type ReleaseConfig = z.output<typeof Sections>;

/** The rollout of a stack, with everything that a command needs to see it, judge it and change it. */
export interface Subject {
  /** `prod`. */
  readonly stack: string;
  /** The file's name in the repository: `Pulumi.prod.yaml`. */
  readonly file: string;
  /** The folder of the stack's file, where a rollback writes down what it could not do. */
  readonly home: string;
  readonly config: ReleaseConfig;
  /** The name under which its evidence is kept. */
  readonly rollout: string;
  readonly declaration: Declaration;
  readonly site: Site;
  /** Without an address in the environment every question is answered by an `EvidenceUnreachable`. */
  readonly evidence: Evidence;
  readonly sources: Sources;
  readonly author: Author;
  /** Ends connections. */
  close(): Promise<void>;
}

/**
 * Opens the rollout of a stack from its file and the environment alone, without Pulumi's state and passphrase. Asks nobody yet.
 * @throws ConfigError with every fault of the file, or because it declares no rollout
 * @throws UserError where there is no token for Vercel
 */
export async function openSubject(place: StackPlace): Promise<Subject> {
  const { env, project } = place;
  const file = await stackText(place);
  const config = configIn(file);
  const name = rolloutName(config.frontend.name, config.rollout.flag);
  const site = openSite({
    token: env.VERCEL_API_TOKEN,
    baseUrl: env.VERCEL_BASE_URL,
    team: config.vercel.team,
    project: config.frontend.name,
    flag: config.rollout.flag,
  });
  const evidence = evidenceIn(env, name);
  const { api, worker, scheduler } = config.services;
  const subject = {
    owner: config.render.owner,
    services: { api: api.name, worker: worker?.name, scheduler: scheduler?.name },
    domain: config.frontend.domains[0],
  };
  const { sources, close } = openSources({ env, subject, site, evidence });
  return {
    stack: file.stack,
    file: file.name,
    home: dirname(file.path),
    config,
    rollout: name,
    declaration: declarationOf(config.rollout),
    site,
    evidence,
    sources,
    author: await authorOf(project, env),
    close: async () => {
      await Promise.allSettled([close(), evidence.close()]);
    },
  };
}

function configIn({ stack, name, text }: StackText): ReleaseConfig {
  const { faults } = checkStackFile(text, stack);
  if (faults.length > 0) throw new ConfigError(faults);
  const { config } = z.object({ config: z.record(z.string(), z.unknown()) }).parse(parse(text, { merge: true }));
  const sections = sectionsOf(config);
  for (const section of ["frontend", "rollout"])
    if (schemaFor(sections) !== stackConfig || sections[section] === undefined)
      throw new ConfigError([
        {
          code: "CONFIG_MISSING",
          path: section,
          what: `${stack} declares no ${section}; this command is about the rollout of a frontend.`,
          where: `${name} → cutover:${section}`,
          fix: "name a stack with a rollout: --stack prod",
        },
      ]);
  return Sections.parse(sections);
}
