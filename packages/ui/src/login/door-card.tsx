import type { FormEvent, ReactNode } from "react";
import classes from "./door.module.css";

/** The one card on the page of whoever is not inside yet. With `onSubmit` it is a form. */
export function DoorCard({
  application,
  title,
  onSubmit,
  children,
}: {
  /** What one enters, in words: "Consola", "Explorador". */
  application: string;
  /** What this step is about; the first step needs none. */
  title?: string;
  onSubmit?: (event: FormEvent<HTMLFormElement>) => void;
  children: ReactNode;
}) {
  const inside = (
    <>
      <h1 className={classes.name}>
        Liss <span className={classes.application}>{application}</span>
      </h1>
      {title && <h2 className={classes.title}>{title}</h2>}
      {children}
    </>
  );
  return (
    <main className={classes.page}>
      {onSubmit ? (
        <form className={classes.card} onSubmit={onSubmit} noValidate>
          {inside}
        </form>
      ) : (
        <div className={classes.card}>{inside}</div>
      )}
    </main>
  );
}
