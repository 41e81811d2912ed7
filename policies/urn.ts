/** What a URN says of a resource. */
export interface UrnParts {
  readonly stack: string;
  readonly project: string;
  /** Its own, without those of its parents. */
  readonly type: string;
  readonly name: string;
}

/** What a URN is made of, `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`; a name may hold `::`. */
export function partsOfUrn(urn: string): UrnParts {
  const [stack = "", project = "", types = "", ...name] = urn.slice("urn:pulumi:".length).split("::");
  return { stack, project, type: types.split("$").at(-1) ?? "", name: name.join("::") };
}
