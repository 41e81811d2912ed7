import { runsForRepository } from "./config/load-from-pulumi.ts";

/** A stack is the app with its release, or the repository that guards it; its configuration says which. */
const outputs = await (runsForRepository() ? import("./stacks/repository.ts") : import("./stacks/app.ts"));

// Pulumi warns of outputs that are undefined, such as the frontend's in a stack without one.
export default Object.fromEntries(Object.entries(outputs).filter(([, output]) => output !== undefined));
