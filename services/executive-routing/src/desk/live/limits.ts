/** Named limits of the live connection. */
export const liveLimits = {
  /** Changes replayed to a console that comes back; beyond it, fetching everything is faster. */
  replay: 2_000,
  /** Changes read at a time. */
  atOnce: 500,
  /** Without a nudge, how often Postgres is asked anyway (ms). */
  poll: 500,
  /** Half-open connections are found within two of these (ms). */
  ping: 15_000,
  /** How often a connected person is asked of identity again, so that a login that ended closes it (ms). */
  reauthenticate: 10_000,
  /** In so many rounds, a part of them in each: all at once they would keep everybody's words waiting. */
  reauthenticateRounds: 10,
  /** How often Postgres is told who is here (ms); gone is a matter of a minute. */
  beat: 5_000,
  /** A console that has not been heard for this long gives no sign of life: two pings without an answer (ms). */
  heard: 35_000,
  /** What goes to one console in one piece, at most (bytes). */
  piece: 65_536,
  /** A console that does not read this much (bytes) is told to come back. */
  buffered: 1_000_000,
} as const;
