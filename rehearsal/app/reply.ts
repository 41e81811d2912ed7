import { z } from "zod";

/** A chat message with the sections of the user's prompt (S0.7). */
export const QueryRequest = z.object({
  user_id: z.string().min(1),
  message: z.string().min(1),
  sections: z
    .object({
      soul: z.object({ personality_traits: z.array(z.string()).default([]) }).prefault({}),
      identity: z.object({ ai_name: z.string().min(1).optional() }).prefault({}),
    })
    .prefault({}),
});

/** The reply of an assistant that knows its name and traits; without a name, the generic greeting. */
export function replyTo({ message, sections }: z.infer<typeof QueryRequest>): string {
  const name = sections.identity.ai_name;
  if (!name) return "Hello! I am an AI assistant. How can I help you today?";
  const traits = sections.soul.personality_traits;
  const manner = traits.length > 0 ? `, and I am ${traits.join(" and ")}` : "";
  return `I'm ${name}${manner}. About “${message}”: tell me more.`;
}
