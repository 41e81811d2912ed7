import { data, Evaluator, Lexer, Parser } from "@actions/expressions";

/** What an expression may name: `github`, `vars`, `steps` … */
export type Contexts = Readonly<Record<string, unknown>>;

/** Whether the steps before went well; the functions of the same names tell it. */
export type Status = "success" | "failure";

/** A text with its `${{ … }}` worked out, as GitHub's own library does. */
export const filledIn = (text: string, contexts: Contexts): string =>
  text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
    evaluate(expression, contexts, "success").coerceString(),
  );

/** Whether an `if` holds; one that asks for no status means after success only. */
export function holds(condition: string | undefined, contexts: Contexts, status: Status = "success"): boolean {
  const written = (condition ?? "success()").trim().replace(/^\$\{\{(.*)\}\}$/s, "$1");
  const asks = /\b(success|failure|always|cancelled)\s*\(/.test(written);
  return truth(evaluate(asks ? written : `success() && (${written})`, contexts, status));
}

const truth = (value: data.ExpressionData): boolean => {
  const text = value.coerceString();
  return value.kind === data.Kind.Boolean ? text === "true" : text !== "" && text !== "0";
};

function evaluate(expression: string, contexts: Contexts, status: Status): data.ExpressionData {
  const functions = [
    ["success", status === "success"],
    ["failure", status === "failure"],
    ["always", true],
    ["cancelled", false],
  ] as const;
  const infos = functions.map(([name]) => ({ name, minArgs: 0, maxArgs: 0 }));
  const parsed = new Parser(new Lexer(expression.trim()).lex().tokens, Object.keys(contexts), infos).parse();
  const dictionary: unknown = JSON.parse(JSON.stringify(contexts), data.reviver);
  if (!(dictionary instanceof data.Dictionary)) throw new Error("expressions need their contexts by name");
  const calls = functions.map(
    ([name, is]) => [name, { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(is) }] as const,
  );
  return new Evaluator(parsed, dictionary, new Map(calls)).evaluate();
}
