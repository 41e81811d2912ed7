import { byName } from "../by-name.ts";
import { isOn } from "./switches.ts";

/** Names under which frameworks take a list of origins besides `ALLOWED_ORIGINS`. */
const LIST =
  /^(?!ALLOWED_ORIGINS$)(?:[A-Z0-9]+_)*?(?:CORS_(?:ALLOW(?:ED)?_)?ORIGINS?|ALLOW(?:ED)?_ORIGINS?|CORS_ORIGIN_WHITELIST)$/;
/** … an expression that origins have to match, and a switch for all of them. */
const PATTERN = /(?:^|_)CORS_(?:ALLOW(?:ED)?_)?ORIGINS?_(?:REGEX|PATTERN)(?:ES|S)?$/;
const SWITCH = /(?:^|_)CORS_(?:ALLOW_ALL(?:_ORIGINS?)?|ORIGINS?_ALLOW_ALL)$/;

const kindOf = byName((name): "list" | "pattern" | "switch" | "other" => {
  const upper = name.toUpperCase();
  if (LIST.test(upper)) return "list";
  return PATTERN.test(upper) ? "pattern" : SWITCH.test(upper) ? "switch" : "other";
});

const isStar = (entry: string): boolean =>
  entry === "*" || entry === "null" || /^[a-z]+:\/\/\*(?::\*|:\d+)?\/?$/i.test(entry);
const ANYTHING = /^\^?(?:https\??:\/\/|\(?https\?\)?:\/\/)?\(?\.[*+]\)?\$?$/;

/** Whether a variable of this name with this value lets every web page call the service. */
export function letsEveryPageIn(name: string, value: string): boolean {
  const kind = kindOf(name);
  if (kind === "switch") return isOn(value);
  const entries = value.split(/[\s,;[\]"']+/).filter(Boolean);
  return (kind === "list" && entries.some(isStar)) || (kind === "pattern" && entries.some((one) => ANYTHING.test(one)));
}
