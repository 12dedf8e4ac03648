import classes from "./status-dot.module.css";

/** The state of something that lives: filled when well, ring when trying, square when not. The word is said beside it. */
export function StatusDot({ state, children }: { state: "well" | "trying" | "down"; children: string }) {
  return (
    <span className={classes.status} data-state={state}>
      <span className={classes.dot} aria-hidden="true" />
      {children}
    </span>
  );
}
