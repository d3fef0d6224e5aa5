// One line of what waits today.

export interface Todo {
  /** Stable: `recover`, `recalls`, `incoming` … */
  readonly what: string;
  readonly count: number;
  /** The command line that goes on. */
  readonly command: string;
  /** How long the oldest of them has waited, whole hours. */
  readonly ageHours?: number;
}
