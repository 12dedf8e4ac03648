import type { ReactNode } from "react";
import classes from "./notices.module.css";

/** A place with nothing in it, said kindly; `children` is what one can do about it. */
export function EmptyState({
  icon,
  title,
  hint,
  heading = false,
  children,
}: {
  icon?: ReactNode;
  title: string;
  hint?: string | undefined;
  /** The title is the page's own heading: it is alone there. */
  heading?: boolean;
  children?: ReactNode;
}) {
  const Title = heading ? "h1" : "p";
  return (
    <div className={classes.empty}>
      {icon && (
        <span className={classes.emptyIcon} aria-hidden="true">
          {icon}
        </span>
      )}
      <Title className={classes.emptyTitle}>{title}</Title>
      {hint && <p className={classes.emptyHint}>{hint}</p>}
      {children}
    </div>
  );
}
