import { MergeGate } from "../components/merge-gate.ts";
import { loadRepositoryConfig } from "../config/load-from-pulumi.ts";

const gate = new MergeGate("merge-gate", loadRepositoryConfig());

export const rulesetId = gate.rulesetId;
