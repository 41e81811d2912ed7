import { z } from "zod";
import { text } from "./text.ts";

const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const time = (description: string, example: string) =>
  text(/^([01]\d|2[0-3]):[0-5]\d$/, { expected: "a time such as 09:30", description, examples: [example] });

/** Also what `Intl` knows by another name: `Etc/UTC`, `europe/berlin`. */
const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).format() !== "";
  } catch {
    return false;
  }
};

/** When this stack may be deployed (S0.10): not at peak, and not when nobody watches. Going back is always allowed. */
export const deployWindows = z
  .strictObject({
    timeZone: z
      .string()
      .refine(isTimeZone, "the name of a time zone, such as Europe/Berlin")
      .default("UTC")
      .meta({ description: "The time zone of the times", examples: ["Europe/Berlin"] }),
    open: z
      .array(
        z.strictObject({
          days: z
            .array(z.enum(days))
            .min(1)
            .meta({ description: "The days", examples: [["monday", "thursday"]] }),
          from: time("The first minute", "09:00"),
          to: time("The first minute after it", "16:00"),
        }),
      )
      .min(1)
      .meta({ description: "When a deploy may begin" }),
    except: z
      .string()
      .min(10)
      .exactOptional()
      .meta({
        description: "Why this change goes out at another time; taken out again with the next one",
        examples: ["a fix for failing imports"],
      }),
  })
  .meta({ title: "Deploy windows", description: "When this stack may be deployed" });
