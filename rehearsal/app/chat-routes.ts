import { type Context, Hono } from "hono";
import { z } from "zod";
import { userOf } from "./auth.ts";
import type { AppDatabase } from "./database.ts";
import { jsonBody } from "./json-body.ts";
import { QueryRequest, replyTo } from "./reply.ts";

const OwnerMessage = z.object({ twin_id: z.string().min(1), message: z.string().min(1) });
const PublicMessage = OwnerMessage.omit({ twin_id: true });

interface Twin {
  readonly id: string;
  readonly name: string;
  readonly traits: readonly string[];
}

/** A reply to one message (S0.7), an owner's conversation with a twin, and a visitor's, from which no twin learns (S1.12). */
export function chatRoutes({
  env,
  database,
}: {
  env: Readonly<Record<string, string>>;
  database: () => AppDatabase;
}): Hono {
  const app = new Hono();

  app.post("/query", async (c) => {
    const body = await jsonBody(c, QueryRequest);
    if ("refusal" in body) return body.refusal;
    return c.json({ response: replyTo(body.value) });
  });

  app.post("/chat", async (c) => {
    const asking = await userOf(c, env);
    if ("refusal" in asking) return asking.refusal;
    const body = await jsonBody(c, OwnerMessage);
    if ("refusal" in body) return body.refusal;
    const { twin_id, message } = body.value;
    const [twin] = await database().query<Twin & { owner_id: string }>(
      "select id, name, traits, owner_id from twins where id = $1",
      [twin_id],
    );
    if (!twin) return notFound(c, "twin");
    if (twin.owner_id !== asking.userId) return c.json({ detail: "This twin is not yours" }, 403);
    const reply = replyOf(twin, message);
    const [conversation] = await database().query<{ id: string }>(
      `with conversation as (
         insert into conversations (twin_id, user_id, channel, message, reply) values ($1, $2, 'owner', $3, $4) returning id
       ), training as (
         insert into training_examples (twin_id, conversation_id, content) select $1, id, $3 from conversation
       )
       select id from conversation`,
      [twin.id, asking.userId, message, reply],
    );
    return c.json({ reply, conversation_id: conversation?.id });
  });

  app.post("/share/:token/chat", async (c) => {
    const body = await jsonBody(c, PublicMessage);
    if ("refusal" in body) return body.refusal;
    const [twin] = await database().query<Twin>("select id, name, traits from twins where share_token = $1", [
      c.req.param("token"),
    ]);
    if (!twin) return notFound(c, "shared twin");
    const reply = replyOf(twin, body.value.message);
    const [conversation] = await database().query<{ id: string }>(
      "insert into conversations (twin_id, channel, message, reply) values ($1, 'public', $2, $3) returning id",
      [twin.id, body.value.message, reply],
    );
    return c.json({ reply, conversation_id: conversation?.id });
  });

  return app;
}

const notFound = (c: Context, what: string) => c.json({ detail: `No such ${what}` }, 404);

const replyOf = ({ name, traits }: Twin, message: string) =>
  replyTo({
    user_id: "twin",
    message,
    sections: { identity: { ai_name: name }, soul: { personality_traits: [...traits] } },
  });
