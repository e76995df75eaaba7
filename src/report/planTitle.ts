/** What a sentence calls an alternative; a scenario without any has one plan, which is called so. */
export function planTitle(name: string): string {
  return name === 'as written' ? 'the scenario as written' : name;
}
