import { serve } from "../protocol/serve.ts";
import { release } from "./provider.ts";

// Whatever starts the provider imports this file; the promise has nobody to wait for it.
serve(release).catch((error: unknown) => {
  process.stderr.write(`RELEASE_PROVIDER_START: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
