import type { Question } from "./measurement.ts";

/** `result.count`, and `rows` with the `text` of each; passes when there is none. */
export const complaintsQuestion: Question = {
  request: "complaints on record",
  pass: "result.count == 0",
  counted: false,
  async ask(window, { sources }) {
    const answer = await sources.complaints(window);
    if ("unmeasured" in answer) return answer;
    const { count, texts } = answer;
    return {
      figures: { result: { count }, rows: texts.map((text) => ({ text })) },
      samples: count,
      ...(count > 0 && { seen: `${count}, such as: ${texts[0] ?? ""}` }),
    };
  },
};
