import type { Rehearsal } from "../../../rehearsal/open.ts";
import { openStandingProd } from "./standing-prod.ts";

/** The production stack in a world of its own, and what its users really get: read from the emulators, never from Cutover. */
export class RolloutWorld {
  readonly rehearsal: Rehearsal;

  private constructor(rehearsal: Rehearsal) {
    this.rehearsal = rehearsal;
  }

  /** With the stack up as committed, and that percent of users on the new version. */
  static at = async (percent: 0 | 10): Promise<RolloutWorld> => new RolloutWorld(await openStandingProd(percent));

  pulumi(...args: readonly string[]) {
    return this.rehearsal.pulumi(args);
  }

  /** @returns what was said */
  async succeed(...args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.pulumi(...args);
    if (exitCode !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${exitCode}\n${stdout}${stderr}`);
    return stdout;
  }

  /** @returns what was said by a command that must not succeed */
  async fail(...args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.pulumi(...args);
    if (exitCode === 0) throw new Error(`pulumi ${args.join(" ")} succeeded\n${stdout}`);
    return stdout + stderr;
  }

  declare(percent: number): Promise<string> {
    return this.succeed("config", "set", "--path", "cutover:rollout.percent", `${percent}`);
  }

  async urnOf(type: string, name: string): Promise<string> {
    const { deployment } = JSON.parse(await this.succeed("stack", "export"));
    const found = deployment.resources.find(
      ({ urn }: { urn: string }) => urn.endsWith(`::${name}`) && urn.includes(type),
    );
    if (!found) throw new Error(`the stack has no ${type} ${name}`);
    return found.urn;
  }

  async rolloutPercent(): Promise<unknown> {
    return JSON.parse(await this.succeed("stack", "output", "--json")).rolloutPercent;
  }

  get #project() {
    const [project] = this.rehearsal.world.vercel.store.projects.values();
    if (!project) throw new Error("the world has no Vercel project");
    return project;
  }

  /** The flag at Vercel. */
  get flag(): string | undefined {
    return [...this.#project.env.values()].find(({ key }) => key === "V2_ROLLOUT_PERCENT")?.value;
  }

  get deployments() {
    return [...this.rehearsal.world.vercel.store.deployments.values()];
  }

  /** What is built into the deployment that serves production. */
  get usersGet(): string | undefined {
    const { vercel } = this.rehearsal.world;
    return vercel.store.deployments.get(this.#project.production ?? "")?.env.V2_ROLLOUT_PERCENT;
  }
}
