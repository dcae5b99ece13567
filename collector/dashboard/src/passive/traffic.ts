import type { PassiveCapture, PassiveTraffic } from '../api-passive';
import { bitRate, bytes, count, counted, percent } from '../words/numbers';
import { span } from '../words/times';

/** How much there was: volume, mean rate, busiest second, and for how long the line was used and busy. */
export function trafficWords(traffic: PassiveTraffic): string {
  const way = (name: string, volume: number, peak: number) =>
    `${name} ${bytes(volume)} (${bitRate(traffic.seconds > 0 ? (8 * volume) / traffic.seconds : null)} on average, ${bitRate(8 * peak)} in the busiest second)`;
  const used = `used for ${span(traffic.activeSeconds)} and busy for ${span(traffic.loadedSeconds)} of ${span(traffic.seconds)}`;
  return `${way('down', traffic.bytesDown, traffic.peakBytesDown)}, ${way('up', traffic.bytesUp, traffic.peakBytesUp)}; ${used}`;
}

/** What the capture lost or left out, the parts that are more than nothing; one word where it saw everything. */
export function captureWords(capture: PassiveCapture): string {
  const dropped = capture.framesDropped + capture.observationsDropped;
  const parts = [
    dropped > 0 ? `${count(dropped)} of ${counted(capture.framesReceived + dropped, 'frame')} missed (${percent(capture.droppedPercent)})` : '',
    capture.packetsSampledOut > 0 ? `${counted(capture.packetsSampledOut, 'packet')} left out, since the probe could not keep up` : '',
    capture.flowsEvicted > 0 ? `${counted(capture.flowsEvicted, 'connection')} forgotten for lack of room` : '',
    capture.misplaced ? 'nearly all packets go one way' : '',
    capture.framesNotUnderstood > 0 ? `${counted(capture.framesNotUnderstood, 'frame')} not understood` : '',
    capture.unseenBytes > 0 ? `${bytes(capture.unseenBytes)} of TCP data acknowledged and never seen` : '',
    capture.mirrorDuplicates > 0 ? `${counted(capture.mirrorDuplicates, 'packet')} seen twice` : '',
    capture.voided > 0 ? `${counted(capture.voided, 'round trip')} given up when the clock was moved` : '',
    capture.impossibleDelays > 0 ? `${counted(capture.impossibleDelays, 'impossible delay')} set aside` : '',
  ].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(' · ') : `nothing: all ${counted(capture.framesReceived, 'frame')} were seen`;
}
