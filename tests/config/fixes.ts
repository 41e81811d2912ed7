/** The command that sets a value of the staging stack; what follows is the value and the stack. */
export const at = (path: string): string =>
  `pulumi config set --path ${/[[\]]/.test(path) ? `'cutover:${path}'` : `cutover:${path}`}`;

/** The command that takes a value with a list position in its path out. */
export const rm = (path: string): string => `pulumi config rm --path 'cutover:${path}' --stack staging`;

/** Where no command can tell what was meant. */
export const byHand = (path: string): string => `edit ${path} in Pulumi.staging.yaml`;
