import type { AppExplanation, Explanation, Score } from '../api';
import { appName, metricName, personaName } from '../words/names';
import { measured, score as scoreText, trimmed } from '../words/numbers';

/**
 * The score and what holds it down, to be read out in one breath; the collector's own words where there is no score. `above` is the profile's
 * limit above the worst core app, null where the profile does not say it.
 */
export function sentenceOf(score: Score, explanation: Explanation, above: number | null = null): string {
  if (score.value == null) return explanation.sentence ?? 'Not enough is known for a score.';
  const held = explanation.apps
    // Of an excellent app nobody asks what holds it back.
    .filter((app) => app.score.value != null && app.score.band !== 'excellent')
    .toSorted((a, b) => a.score.value! - b.score.value!)
    .slice(0, 2)
    .map(because);
  const why = held.length ? `held down by ${held.join(' and ')}` : 'nothing holds it down';
  const cap = explanation.cappedBy ? `; it may not ${above == null ? `lie far above ${appName(explanation.cappedBy)}` : `exceed ${appName(explanation.cappedBy)} by more than ${trimmed(above)}`}` : '';
  return `${scoreText(score.value)} of 100 for ${personaName(explanation.persona)}: ${why}${cap}.`;
}

function because(app: AppExplanation): string {
  const binding = app.metrics.find((metric) => metric.name === app.binding);
  const reason = binding ? ` (${metricName(binding.name)} ${measured(binding.value, binding.unit)})` : app.binding ? ` (${metricName(app.binding)})` : '';
  return `${appName(app.app)} at ${scoreText(app.score.value)}${reason}`;
}
