import { redact } from "../../../checks/remote-text.ts";
import { plainText } from "../plain-text.ts";

/** User and password inside a URL. */
const credentials = /\b([a-z][a-z\d+.-]*:\/\/)[^\s:@/]*:[^\s@/]+@/gi;

/** Makes text of the world fit to be shown: plain, without these secrets and without credentials in URLs. */
export const hiding =
  (secrets: () => readonly string[]) =>
  (text: string): string =>
    redact(plainText(text), secrets()).replace(credentials, "$1[redacted]@");
