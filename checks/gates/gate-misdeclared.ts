import type { ConditionFault } from "../../config/rollout/condition.ts";

/** A gate is itself wrong: its query or condition cannot be carried out, whatever the app does. Never a verdict about the app. */
export class GateMisdeclared extends Error {
  readonly code = "GATE_MISDECLARED";
  readonly gate: string;

  /** @param part of its declaration: `sql.query`, `pass` */
  constructor(gate: string, part: string, { what, at }: ConditionFault) {
    const place = at ? `, line ${at.line}, column ${at.column}` : "";
    super(
      [
        `GATE_MISDECLARED: ${part} of gate ${JSON.stringify(gate)} cannot be judged: ${what}`,
        `  at cutover:rollout, ${JSON.stringify(gate)} → ${part}${place}`,
        "  fix: correct it in the stack's file; docs/gates.md has examples; then npx cutover preflight",
      ].join("\n"),
    );
    this.name = "GateMisdeclared";
    this.gate = gate;
  }
}
