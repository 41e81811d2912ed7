import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { steps } from "./workflow-files.ts";

const Register = z.object({ register: z.custom<(program: Command) => void>((given) => typeof given === "function") });

/** Every call of the program: what is between `npx cutover` and the end of the command. */
const calls = steps.flatMap(({ name, step }) =>
  [...(step.run ?? "").matchAll(/npx cutover ([^|>\n]+)/g)].map(([, call = ""]) => ({ name, step, call: call.trim() })),
);

async function programWith(word: string): Promise<Command> {
  const program = new Command("cutover");
  Register.parse(await import(`../../cli/${word}.ts`)).register(program);
  return program;
}

/** The subcommand that words lead to, and the words that are left. */
function commandOf(program: Command, words: readonly string[]): { command: Command; rest: readonly string[] } {
  const [first = "", ...rest] = words;
  const command = program.commands.find((one) => one.name() === first);
  return command ? commandOf(command, rest) : { command: program, rest: words };
}

const optionsIn = (call: string): string[] => [...call.matchAll(/(?<![\w"])--[a-z-]+/g)].map(([option]) => option);

describe("what workflows call", () => {
  it("is this program", () => {
    expect(calls.map(({ call }) => call.split(" ")[0]).sort()).toEqual([
      ...["checkpoint", "deploy", "deploy", "deploy", "drift", "preview", "preview"],
      ...["preview", "preview", "preview", "pulumi", "rollback"],
    ]);
  });

  it.each(calls.filter(({ call }) => !call.startsWith("pulumi ")))(
    "exists, with its options: $call",
    async ({ call }) => {
      const words = call.split(/\s+/);
      const { command, rest } = commandOf(await programWith(words[0] ?? ""), words);
      expect(command.name()).not.toBe("cutover");
      // What is no option and belongs to none is a word that the command does not know.
      expect(rest[0] ?? "--").toMatch(/^(--|\$)/);
      const known = command.options.map(({ long }) => long);
      expect(known).toEqual(expect.arrayContaining(optionsIn(call)));
      const required = command.options.filter(({ mandatory }) => mandatory).map(({ long }) => long);
      expect(optionsIn(call)).toEqual(expect.arrayContaining(required));
    },
  );

  it("gets each variable of its script from its own environment", () => {
    const runners = new Set(["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"]);
    for (const { name, step } of calls) {
      const used = [...(step.run ?? "").matchAll(/\$\{?([A-Z_]+)/g)].map(([, variable = ""]) => variable);
      const given = Object.keys(step.env);
      expect(given, name).toEqual(expect.arrayContaining(used.filter((variable) => !runners.has(variable))));
    }
  });

  it("says nothing of a reason where nobody gave one", () => {
    const reasons = calls.filter(({ call }) => /--(?:reason|accept-drift)/.test(call));
    expect(reasons).toHaveLength(3);
    for (const { call } of reasons) expect(call).toMatch(/\$\{REASON:\+--[a-z-]+ "\$REASON"\}$/);
  });
});
