import { getProbe, getProfile, getScores, type ApiError, type ProbeDetail, type Profile, type ProbeSummary, type ScorePoint } from '../api';
import { getVerdicts, type VerdictSpan } from '../api-customers';
import { clock } from '../live/clock.svelte';
import { Connection } from '../live/connection.svelte';

// An event brings the summary; the rest is read anew, but not more often than this.
const readAgain = 2_000;
const readScoresAgain = 15_000;

export type Hours = 1 | 3 | 24;

/** Everything the probe page shows, kept up to date. */
export class ProbeStore {
  detail = $state.raw<ProbeDetail | null>(null);
  scores = $state.raw<ScorePoint[]>([]);
  /** Of the last day; null until read, and where the collector keeps none. */
  verdicts = $state.raw<VerdictSpan[] | null>(null);
  range = $state.raw<{ from: number; to: number }>({ from: 0, to: 1 });
  profile = $state.raw<Profile | null>(null);
  missing = $state<string | null>(null);
  hours = $state<Hours>(3);
  readonly connection: Connection;
  readonly #tenant: string;
  readonly #probe: string;
  #scoresReadAt = 0;
  /** The time span stays as it is from now on. */
  #chosen = false;
  #planned: ReturnType<typeof setTimeout> | undefined;

  constructor(tenant: string, probe: string) {
    this.#tenant = tenant;
    this.#probe = probe;
    this.connection = new Connection({
      only: { tenant, probe },
      read: () => this.#read(),
      onProbe: (summary) => this.#onProbe(summary),
    });
  }

  close(): void {
    clearTimeout(this.#planned);
    this.connection.close();
  }

  async show(hours: Hours): Promise<void> {
    this.hours = hours;
    this.#chosen = true;
    this.#scoresReadAt = 0;
    await this.connection.lookNow();
  }

  #onProbe(summary: ProbeSummary): void {
    if (this.detail) this.detail = { ...this.detail, ...summary };
    this.#planned ??= setTimeout(() => {
      this.#planned = undefined;
      void this.connection.lookNow();
    }, readAgain);
  }

  async #read(): Promise<void> {
    try {
      this.detail = await getProbe(this.#tenant, this.#probe);
      this.missing = null;
    } catch (failure) {
      this.missing = (failure as ApiError).status === 404 ? (failure as ApiError).message : null;
      throw failure;
    }
    if (this.detail.newestData && this.detail.gapSeconds != null)
      clock.agree(new Date(Date.parse(this.detail.newestData) + this.detail.gapSeconds * 1000).toISOString());
    if (Date.now() - this.#scoresReadAt >= readScoresAgain) await this.#readScores();
    this.profile ??= await getProfile();
  }

  async #readScores(): Promise<void> {
    const to = clock.now;
    let from = to - this.hours * 3_600_000;
    const { points } = await getScores(this.#tenant, this.#probe, new Date(from), new Date(to));
    // A probe that is new would show hours of which nothing can be known: until somebody chooses, it begins with one.
    if (!this.#chosen && this.hours > 1 && points.length && points.every((point) => Date.parse(point.time) >= to - 3_600_000)) {
      this.hours = 1;
      from = to - 3_600_000;
    }
    if (points.length) this.#chosen = true;
    this.scores = points;
    this.range = { from, to };
    this.verdicts = await getVerdicts(this.#tenant, this.#probe).then(
      (told) => told.verdicts,
      () => null,
    );
    this.#scoresReadAt = Date.now();
  }
}
