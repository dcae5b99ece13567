// Names as the profile and the wire spell them, and as people read them.

const apps: Record<string, string> = {
  voice: 'Voice',
  video_call: 'Video calls',
  gaming: 'Gaming',
  web: 'Web',
  streaming: 'Streaming',
  availability: 'Availability',
};

const metrics: Record<string, string> = {
  q50: 'typical delay (p50)',
  p50: 'typical delay (p50)',
  q95: 'slow delay (p95)',
  p95: 'slow delay (p95)',
  q99: 'worst delay (p99)',
  p99: 'worst delay (p99)',
  qmin: 'smallest delay',
  loss: 'packet loss',
  late: 'late packets',
  burst: 'loss burst ratio',
  pdv: 'delay variation (p95 − p50)',
  t75: 'page time (p75)',
  fail: 'failed page loads',
  startup: 'start of playback',
  stall: 'stalled share',
  rate: 'slow rate (p20)',
  unavailable: 'unavailable time',
  u: 'unavailable time',
  down: 'download rate',
  up: 'upload rate',
  r: 'E-model rating R',
  mos: 'mean opinion score',
  ta: 'mouth-to-ear delay',
  ppl: 'packet loss incl. late',
};

const personas: Record<string, string> = {
  default_home: 'a home user',
  remote_worker: 'a remote worker',
  gamer: 'a gamer',
  streamer_family: 'a family that streams',
  voice_first: 'somebody who mostly phones',
  small_business: 'a small business',
};

/** The API writes enum values in camelCase, the profile its keys with underscores: both mean the same app. */
export const appKey = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export const appName = (name: string) => apps[appKey(name)] ?? readable(name);
export const metricName = (name: string) => metrics[name.toLowerCase()] ?? readable(name);
export const personaName = (name: string) => personas[name] ?? readable(name);

const kinds: Record<string, string> = {
  icmp: 'ICMP echo', tcp: 'TCP connect', stamp: 'STAMP', dns: 'DNS', http: 'HTTP', path: 'Path',
  passiveconnect: 'connections seen', passivertt: 'round trips seen', passivedns: 'DNS seen', passivetls: 'TLS seen', passivertp: 'RTP seen',
  passiveicmp: 'pings seen', passivetraffic: 'traffic seen',
};

export const kindName = (kind: string) => kinds[kind.toLowerCase()] ?? readable(kind);

export const familyName = (family: string) => (family === 'v4' ? 'IPv4' : family === 'v6' ? 'IPv6' : 'IPv4 or IPv6');

/** "connectTimedOut", "default_home" and "kernel-timestamps" in plain words, for names that this page does not know. */
export const readable = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase();
