import { z } from "zod";
import { setKey } from "../config-command.ts";
import type { StackFacts } from "../facts.ts";
import { rule } from "../rule.ts";
import { show } from "../show.ts";
import { pushedBuilds } from "../subjects/pushed-builds.ts";
import { known, type Plain } from "../unknown.ts";

/** A change of the backend alone must not give users another frontend (S4.5). */
export const requireIgnoredBuildStep = rule({
  name: "require-ignored-build-step",
  description:
    "Where Vercel builds each push of a repository with several parts, it leaves out what it does not touch.",
  reason:
    "Without it every commit to the backend or to the documentation also rebuilds the frontend and gives it to users, with whatever its dependencies resolve to that day. A rollback of the frontend is undone by the next commit that has nothing to do with it.",
  pages: [
    "https://vercel.com/docs/monorepos",
    "https://vercel.com/docs/project-configuration/project-settings#ignored-build-step",
  ],
  requirements: ["S4.5"],
  severity: "medium",
  neverExempt: false,
  whenUnknown: "notice",
  subjects: pushedBuilds,

  judge({ name, buildsPushes, folder, ignoreCommand, skipsUnaffected }, stack, violation) {
    if (!known(buildsPushes, "gitProviderOptions") || skipsUnaffected) return;
    const shares = isFolder(known(folder, "rootDirectory")) || sharesRepository(stack);
    if (!shares) return;
    const command = known(ignoreCommand, "ignoreCommand");
    const given = typeof command === "string" ? command.trim() : "";
    const always = ALWAYS_THE_SAME.exec(given)?.[1];
    if (given !== "" && always === undefined) return;
    const found =
      given === ""
        ? "Vercel builds it for each push to the repository"
        : `its ignored build step ${show(always ?? given)} does not look at what a commit touches`;
    violation(
      `${name}: ${found}; expected a command that leaves out commits to other folders`,
      setKey(stack, "cutover:frontend.ignoreCommand", 'git diff --quiet "$VERCEL_GIT_PREVIOUS_SHA" HEAD ./'),
      "cutover:frontend.ignoreCommand",
    );
  },
});

/** Commands that build always, or never. */
const ALWAYS_THE_SAME = /^(exit(?:\s+\d+)?|true|false|:|echo)(?:(?<=echo)\s[^;&|]*)?;?$/;

const isFolder = (folder: Plain): boolean =>
  typeof folder === "string" && folder.replace(/^\.?\/+|\/+$/g, "").replace(/^\.$/, "") !== "";

const Services = z.record(z.string(), z.looseObject({ rootDirectory: z.string() }).optional().catch(undefined));

/** A backend in a folder of its own shares the repository with a frontend that is its root. */
const sharesRepository = ({ section }: StackFacts): boolean =>
  Object.values(Services.safeParse(section("services")).data ?? {}).some((one) => isFolder(one?.rootDirectory ?? null));
