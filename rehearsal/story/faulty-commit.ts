import { configure, refuse, type Step, succeed } from "./scene.ts";
import { expectShare } from "./share.ts";
import { up } from "./stack-runs.ts";

const setting = "cutover:env.backend.CONTENT_EXTRACT_MAX_CHUNKS";

/** A commit that starts and serves, and still must not pass. */
export const faultyCommit: readonly Step[] = [
  {
    title: "A deploy without its processors fails the update",
    async run(scene) {
      const { git } = scene.world;
      git.push(scene.file.repository, scene.file.branch, "Refactor imports", { processors: false });
      await configure(scene, setting, "8");
      const words = ["processors_available is false, expected true", "expected  body.processors_available: true"];
      const { stdout } = await refuse(scene, up, words);
      return /backend is healthy: FAILED.*?expected true/.exec(stdout)?.[0] ?? words.join();
    },
  },
  {
    title: "The fixed commit goes live",
    async run(scene) {
      scene.world.git.push(scene.file.repository, scene.file.branch, "Fix imports");
      await configure(scene, setting, "6");
      await succeed(scene, up);
      return expectShare(scene, 10);
    },
  },
];
