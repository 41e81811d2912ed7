import { serve } from "../protocol/serve.ts";
import { render } from "./provider.ts";

// Whatever starts the provider imports this file; the promise has nobody to wait for it.
serve(render).catch((error: unknown) => {
  process.stderr.write(`RENDER_PROVIDER_START: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
