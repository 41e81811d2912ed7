import fc from "fast-check";
import { scale } from "./scale.ts";

/** The usual runs draw the same cases each time; more than the usual draw new ones, whose seed a failure tells. */
if (scale <= 1) fc.configureGlobal({ seed: 20261121 });

export default fc;
