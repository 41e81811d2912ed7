/** Remembers what a function says of a name: variables have few names, and each stands on many services. */
export function byName<Value>(of: (name: string) => Value): (name: string) => Value {
  const known = new Map<string, Value>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const value = of(name);
    known.set(name, value);
    return value;
  };
}
