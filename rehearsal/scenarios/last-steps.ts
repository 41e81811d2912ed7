import { configure, expectSame, type Step, succeed } from "../story/scene.ts";
import { up } from "../story/stack-runs.ts";
import { deployApi } from "./deeds/commits.ts";
import { eventKinds } from "./deeds/evidence.ts";
import { expectUsersGet, flagOf } from "./deeds/production.ts";
import { evidenceAt, type Moment } from "./deeds/rounds.ts";
import { callLegacy } from "./deeds/users.ts";

const aWeek: readonly Moment[] = ["P1D", "P2D", "P3D", "P4D", "P5D", "P6D", "P7D"];
const state = "cutover:rollout.legacy.state";

export const deprecated: readonly Step[] = [
  {
    title: "pulumi up: the old version is deprecated",
    async run(scene) {
      await configure(scene, state, "deprecated");
      await succeed(scene, up);
      expectUsersGet(scene, 100);
      const kinds = await eventKinds(scene);
      expectSame("the last events on record", kinds.slice(-2), ["granted", "arrived"]);
      return "announced; whoever still calls it is counted from now on";
    },
  },
  evidenceAt("Another week without a call of it", aWeek),
];

export const removed: readonly Step[] = [
  {
    title: "The old version is removed",
    async run(scene) {
      await deployApi(scene, "Remove /process-full", { legacyEndpoint: "removed" });
      // The smoke check of it says what is right from now on.
      await succeed(scene, ["config", "rm", "--path", "cutover:smokeChecks[1].expect.headers"]);
      await configure(scene, "cutover:smokeChecks[1].expect.status", "404");
      await configure(scene, state, "removed");
      await succeed(scene, up);
      const status = await callLegacy(scene, "user-of-an-old-client");
      expectSame("status of POST /process-full", status, 404);
      return `POST /process-full answers ${status}`;
    },
  },
  evidenceAt("A third week, with all users on the new version", aWeek),
];

export const retired: readonly Step[] = [
  {
    title: "pulumi up: the flag is retired",
    async run(scene) {
      await configure(scene, state, "retired");
      await succeed(scene, up);
      expectSame("the flag at Vercel", flagOf(scene), undefined);
      return "the project has no flag any more";
    },
  },
];
