import { writeFileSync } from "node:fs";
import { serve } from "../../../../providers/protocol/serve.ts";
import { Desk, notesProvider } from "../notes.ts";

const desk = new Desk();
const { NOTES_PID_FILE } = process.env;
if (NOTES_PID_FILE) desk.onWaiting = () => writeFileSync(NOTES_PID_FILE, String(process.pid));

// No await at the top: as a package the engine's runner loads this file with require.
serve(notesProvider(desk)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exit(1);
});
