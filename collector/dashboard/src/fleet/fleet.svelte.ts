import { getFleet, type ProbeSummary } from '../api';
import { clock } from '../live/clock.svelte';
import { Connection } from '../live/connection.svelte';

/** Events of a whole fleet come by the hundred a second; the page takes them in together, this often. */
const takeIn = 1000;

export const idOf = (probe: ProbeSummary) => `${probe.tenant}/${probe.probe}`;

/** Every probe that the collector knows, as of the last answer and the events since. */
export class FleetStore {
  probes = $state.raw<ProbeSummary[]>([]);
  known = $state(false);
  readonly connection: Connection;
  readonly #waiting = new Map<string, ProbeSummary>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(remembered: ProbeSummary[]) {
    this.probes = remembered;
    this.known = remembered.length > 0;
    this.connection = new Connection({ read: () => this.#read(), onProbe: (summary) => this.#wait(summary) });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.connection.close();
  }

  async #read(): Promise<void> {
    const fleet = await getFleet();
    clock.agree(fleet.generatedAt);
    this.probes = fleet.probes;
    this.known = true;
  }

  #wait(summary: ProbeSummary): void {
    this.#waiting.set(idOf(summary), summary);
    this.#timer ??= setTimeout(() => this.#takeIn(), takeIn);
  }

  #takeIn(): void {
    this.#timer = undefined;
    const probes = this.probes.map((probe) => {
      const id = idOf(probe);
      const newer = this.#waiting.get(id);
      this.#waiting.delete(id);
      return newer ?? probe;
    });
    // What is left was not in the list: probes that appeared since.
    this.probes = [...probes, ...this.#waiting.values()];
    this.#waiting.clear();
  }
}
