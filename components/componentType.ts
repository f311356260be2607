/** Type token of a component of this package, as it stands in state and previews. */
export function componentType(noun: string): string {
  return `thingsboard-scale:index:${noun}`;
}
