/** Two soft notes, then a pause: heard across a room, and borne for twenty seconds. */
const notes = [
  { hz: 659.25, at: 0 },
  { hz: 523.25, at: 0.22 },
];
const noteSeconds = 0.5;
const everyMs = 2_000;

let context: AudioContext | undefined;

/** Makes the sound of a ring once. Browsers keep quiet until the page has been touched; then it is heard at the next. */
export function ringOnce(volume: number): void {
  if (volume <= 0 || typeof AudioContext === "undefined") return;
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume().catch(() => {});
  const now = context.currentTime;
  for (const { hz, at } of notes) {
    const tone = context.createOscillator();
    const gain = context.createGain();
    tone.type = "sine";
    tone.frequency.value = hz;
    // Swells and fades: no click, no fright.
    gain.gain.setValueAtTime(0, now + at);
    gain.gain.linearRampToValueAtTime(volume * 0.5, now + at + 0.03);
    gain.gain.exponentialRampToValueAtTime(0.0001, now + at + noteSeconds);
    tone.connect(gain).connect(context.destination);
    tone.start(now + at);
    tone.stop(now + at + noteSeconds);
  }
}

/** The browser does not let this page sound yet: nobody has touched it since it was loaded. */
export const soundIsBlocked = (): boolean => context?.state === "suspended";

/** Rings until the returned function is called. */
export function ringUntilStopped(volume: number): () => void {
  ringOnce(volume);
  const timer = setInterval(() => ringOnce(volume), everyMs);
  return () => clearInterval(timer);
}
