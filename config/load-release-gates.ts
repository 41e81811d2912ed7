import { loadAppSections } from "./load-app-sections.ts";
import { type ReleaseGate, releaseGates } from "./release-gates.ts";

/**
 * The gates that a stack's file declares: they are known before any engine runs.
 * @throws ConfigError with every fault of the file
 */
export const loadReleaseGates = (project: string, stack: string): ReleaseGate[] =>
  releaseGates.parse(loadAppSections(project, stack).releaseGates);
