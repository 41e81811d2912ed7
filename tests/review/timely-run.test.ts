import { expect, it } from "vitest";
import { timelyRun } from "../../review/timely-run.ts";
import { WaitedFor } from "../../review/waited-for.ts";
import { fakeMachine } from "../engine/fake-machine.ts";

const step = (name: string) => ({
  metadata: { urn: `urn:pulumi:prod::cutover::release:index:Rollout::${name}`, type: "release:index:Rollout" },
});

/** An engine that says this, and then waits until it is interrupted or has nothing more to do. */
function engine(then: string) {
  const machine = fakeMachine();
  const event = JSON.stringify({ resourcePreEvent: step("V2") });
  machine.program("pulumi", `[ "$1" = version ] && { echo v3.270.0; exit; }\necho '${event}'\n${then}`);
  const signal = AbortSignal.timeout(20_000);
  return { run: { stack: "prod", project: machine.folder, env: machine.env, signal }, machine };
}

it("stops an engine that does not end in time as Ctrl-C does, and says what it waited for", async () => {
  const { run, machine } = engine(
    `trap 'echo interrupted > "$HERE/signal"; kill "$!"; exit 1' INT\ntail -f /dev/null &\nwait`,
  );
  const { stopped } = await timelyRun(run, 1_500, () => {});
  expect(stopped).toMatch(/^PREVIEW_TOO_LONG: the preview of prod had not ended after .* min and was stopped/);
  expect(stopped).toContain("it waited for release:index:Rollout V2\n");
  expect(machine.log("signal")).toEqual(["interrupted"]);
});

it("says nothing of a deadline that was kept", async () => {
  expect(await timelyRun(engine("exit 0").run, 20_000, () => {})).toEqual({ trouble: undefined, stopped: undefined });
});

it("tells an engine that fails in time by its own words", async () => {
  const end = await timelyRun(engine("echo 'error: no stack' >&2; exit 1").run, 20_000, () => {});
  expect(end).toEqual({ trouble: "no stack", stopped: undefined });
});

it("waits for the backend before anything is said, and for what comes next once all has ended", () => {
  const waited = new WaitedFor();
  expect(waited.text).toBe("for its backend, program and plugins to answer");
  waited.take({ resourcePreEvent: step("a") });
  waited.take({ resourcePreEvent: step("b") });
  expect(waited.text).toBe("for release:index:Rollout a and 1 more");
  for (const name of ["a", "b"]) waited.take({ resOutputsEvent: step(name) });
  expect(waited.text).toBe("for what comes after release:index:Rollout b");
});
