import { serve } from "../../../../providers/protocol/serve.ts";
import { Desk, notesProvider } from "../notes.ts";

// No await at the top: as a package the engine's runner loads this file with require.
serve(notesProvider(new Desk())).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
