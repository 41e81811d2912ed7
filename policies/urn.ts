/** What a URN is made of, `urn:pulumi:STACK::PROJECT::TYPE::NAME`; a name may hold `::`. */
export function partsOfUrn(urn: string): { readonly stack: string; readonly project: string; readonly name: string } {
  const [stack = "", project = "", , ...name] = urn.slice("urn:pulumi:".length).split("::");
  return { stack, project, name: name.join("::") };
}
