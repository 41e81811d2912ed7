import { durationMs } from "../../../config/duration.ts";
import type { Scene } from "../../story/scene.ts";

/** Lets the world's time pass: an ISO 8601 duration. */
export const pass = ({ world }: Scene, duration: string): void => world.clock.advance(durationMs(duration));

/** Lets it pass until that long after `began`; a moment that is over already is left as it is. */
export function passUntil({ world }: Scene, began: Date, after: string): void {
  const left = began.getTime() + durationMs(after) - world.clock.now().getTime();
  if (left > 0) world.clock.advance(left);
}
