const metric = (name, scale, optimal, unacceptable, unit) => ({ name, scale, optimal, unacceptable, unit });

export const profile = {
  profile: 'score-profile/1',
  apps: {
    voice: { metrics: [], gate: {} },
    video_call: {
      metrics: [metric('q50', 'lin', 100, 500, 'ms'), metric('pdv', 'lin', 30, 100, 'ms'), metric('loss', 'lin', 1, 10, '%')],
      gate: { down: 1.5, up: 1.5 },
    },
    gaming: {
      metrics: [
        metric('q50', 'lin', 30, 150, 'ms'),
        metric('q95', 'lin', 65, 200, 'ms'),
        metric('q99', 'lin', 100, 250, 'ms'),
        metric('loss', 'lin', 0.5, 5, '%'),
      ],
      gate: {},
    },
    web: { metrics: [metric('t75', 'log', 0.5, 10, 's'), metric('fail', 'lin', 1, 10, '%')], gate: {} },
    streaming: {
      metrics: [metric('startup', 'log', 2, 10, 's'), metric('stall', 'lin', 0.2, 5, '%'), metric('rate', 'log_up', 5, 1, 'Mbit/s')],
      gate: {},
    },
    availability: { metrics: [metric('unavailable', 'logarithmic', 0.05, 5, '%')], gate: {} },
  },
  personas: { default_home: { voice: 0.1, video_call: 0.15, gaming: 0.1, web: 0.25, streaming: 0.25, availability: 0.15 } },
  bands: [
    { name: 'excellent', from: 90 },
    { name: 'good', from: 75 },
    { name: 'fair', from: 60 },
    { name: 'poor', from: 40 },
    { name: 'bad', from: 0 },
  ],
};

export const bandOf = (value) => (value == null ? null : profile.bands.find((band) => value >= band.from).name);
