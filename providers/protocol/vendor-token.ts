/**
 * A token as a header can carry it: without spaces around it, visible ASCII only; undefined for anything else, which `fetch`
 * would refuse with the token in its message.
 */
export function vendorToken(given: string | undefined): string | undefined {
  const token = given?.trim() ?? "";
  return /^[\x21-\x7e]+$/.test(token) ? token : undefined;
}
