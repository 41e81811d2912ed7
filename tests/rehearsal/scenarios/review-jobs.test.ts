import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readWorkflow, type Workflow, type WorkflowJob } from "../../../rehearsal/runner/workflow.ts";
import { jobs } from "../../../rehearsal/scenarios/deeds/jobs.ts";

const folder = new URL("../../../.github/workflows/", import.meta.url);
const read = (file: string): Workflow => readWorkflow(readFileSync(new URL(file, folder), "utf8"));
const commands = ({ steps }: WorkflowJob) =>
  steps.flatMap(({ run = "" }) => /^npx cutover .*$/m.exec(run.trim())?.[0] ?? []);

describe("the jobs of the scenario review", () => {
  it.each(Object.values(jobs).map((known) => [known.file, known.job, known.on] as const))(
    "%s has %s, which runs cutover, and runs for %s",
    (file, name, on) => {
      const workflow = read(file);
      expect(Object.keys(workflow.on)).toContain(on);
      const job = workflow.jobs[name];
      expect(job && commands(job)).toHaveLength(1);
    },
  );

  it.each([
    [jobs.required, /^npx cutover preview --stack "\$STACK" .*--config-from "\$HEAD".* --comment$/],
    [jobs.rehearsal, /^npx cutover preview --rehearse --stack prod .*>> "\$GITHUB_STEP_SUMMARY"$/],
    [jobs.approved, /^npx cutover preview approved --commit "\$HEAD" --github-output >> "\$GITHUB_OUTPUT"$/],
    [jobs.program, /^npx cutover preview --stack "\$STACK" (?!.*--config-from).*--comment$/],
    [jobs.watch, /^npx cutover checkpoint --stack prod --act/],
    [jobs.deploy, /^npx cutover deploy --stack "\$STACK"/],
    [jobs.wayBack, /^npx cutover deploy --stack "\$STACK" --only-way-back/],
  ])("do what the story tells of them: %o", ({ file, job }, command) => {
    const found = read(file).jobs[job];
    expect(found && commands(found)[0]).toMatch(command);
  });

  it("are those of production; what stands for staging differs in the stack's name alone", () => {
    const { staging, production } = read("deploy.yml").jobs;
    const steps = JSON.stringify(staging?.steps).replaceAll('"STACK":"staging"', '"STACK":"prod"');
    expect(JSON.parse(steps)).toEqual(production?.steps);
    for (const { file, job } of [jobs.required, jobs.program])
      expect(read(file).jobs[job]?.strategy?.matrix.stack).toContain("prod");
  });
});

it.each(readdirSync(folder))("%s can be followed by the rehearsal's runner", (file) => {
  expect(Object.keys(read(file).jobs).length).toBeGreaterThan(0);
});
