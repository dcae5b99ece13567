export type Choice = 'system' | 'light' | 'dark';

const choices: Choice[] = ['system', 'light', 'dark'];
const key = 'edgeprobe.theme';

/** Dark, light or as the system says; remembered in this browser. */
class Theme {
  choice = $state<Choice>('system');
  #system = $state(false);

  get dark(): boolean {
    return this.choice === 'system' ? this.#system : this.choice === 'dark';
  }

  restore(): void {
    const query = matchMedia('(prefers-color-scheme: dark)');
    this.#system = query.matches;
    query.addEventListener('change', (event) => (this.#system = event.matches));
    const kept = localStorage.getItem(key) as Choice | null;
    if (kept && choices.includes(kept)) this.#use(kept);
  }

  next(): void {
    const choice = choices[(choices.indexOf(this.choice) + 1) % choices.length]!;
    this.#use(choice);
    localStorage.setItem(key, choice);
  }

  #use(choice: Choice): void {
    this.choice = choice;
    if (choice === 'system') document.documentElement.removeAttribute('data-theme');
    else document.documentElement.setAttribute('data-theme', choice);
  }
}

export const theme = new Theme();
