import type { Git } from "../core/git.ts";
import type { Builds } from "./builds.ts";
import type { Store } from "./store.ts";

/**
 * Deploys what is pushed to a connected repository: the production branch to production, other branches as previews.
 * Not when the project's Git settings forbid deployments, nor previews where these are disabled.
 */
export function deployPushes(store: Store, git: Git, builds: Builds): void {
  git.onPush((repository, branch, commit) => {
    for (const project of store.projects.values()) {
      const { link, settings } = project;
      if (!link || !sameRepository(repository, `${link.org}/${link.repo}`)) continue;
      if (settings.gitProviderOptions?.createDeployments === "disabled") continue;
      const target = branch === link.productionBranch ? "production" : "preview";
      if (target === "preview" && settings.previewDeploymentsDisabled) continue;
      const gitSource = { type: "github", org: link.org, repo: link.repo, ref: branch } as const;
      builds.start(project, { target, env: {}, meta: {}, projectSettings: {} }, { commit, gitSource, source: "git" });
    }
  });
}

const sameRepository = (url: string, name: string) =>
  url
    .replace(/^https?:\/\/[^/]+\//, "")
    .replace(/\.git$/, "")
    .toLowerCase() === name.toLowerCase();
