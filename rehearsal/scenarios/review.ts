import { gateDown, gateUp } from "../story/merge-gate.ts";
import type { Step } from "../story/scene.ts";
import { commitProgram } from "./deeds/program.ts";
import { readyForFifty } from "./first-steps.ts";
import {
  refusedAndFixed,
  rolledBack,
  rolledOutEarly,
  rolledOutInTime,
  safeMerged,
  together,
} from "./review-changes.ts";
import { fromFork, policyDeleted, programChanged, secretsWanted } from "./review-trust.ts";
import type { Scenario } from "./scenario.ts";

const begin: Step = {
  title: "The repository holds Cutover and its workflows beside the stack's file",
  async run(scene) {
    return `${await commitProgram(scene)} files on ${scene.file.branch}`;
  },
};

/** Every job is run from the repository's own workflow files, by its own commands. */
export const review: Scenario = {
  name: "review",
  summary: "a day of pull requests, judged and deployed by this repository's workflows; what was reviewed is applied",
  from: "six hours at 10 %",
  steps: [
    begin,
    gateUp,
    safeMerged,
    refusedAndFixed,
    fromFork,
    secretsWanted,
    policyDeleted,
    programChanged,
    rolledOutEarly,
    ...readyForFifty,
    rolledOutInTime,
    rolledBack,
    together,
    gateDown,
  ],
};
