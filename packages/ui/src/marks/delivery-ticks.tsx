import type { DeliveryState } from "@liss/contracts";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./delivery-ticks.module.css";

const one = <path d="M5 8.6 8 11.6 14.4 4.6" />;
const two = <path d="m1.6 8.6 3 3 6.4-7m-1.4 6.2.8.8 6.4-7" />;

/** A clock, one tick, two ticks, two coloured ticks, a question, a cross: each its own shape. */
const drawings: Record<DeliveryState, ReactNode> = {
  queued: (
    <>
      <circle cx="9" cy="8" r="5.4" />
      <path d="M9 5v3.2l2 1.4" />
    </>
  ),
  accepted: one,
  sent: one,
  delivered: two,
  read: two,
  unknown: (
    <>
      <circle cx="9" cy="8" r="6.2" strokeDasharray="2.2 2" strokeWidth="1.2" />
      <path d="M7.3 6.5a1.8 1.8 0 1 1 2.5 1.7c-.6.3-.8.6-.8 1.2" />
      <path d="M9 11.2v.1" strokeWidth="1.8" />
    </>
  ),
  failed: (
    <>
      <circle cx="9" cy="8" r="5.8" />
      <path d="M9 4.9v3.6m0 2.5v.1" />
    </>
  ),
};

/** Where a message of ours is, drawn and said. */
export function DeliveryTicks({ state }: { state: DeliveryState }) {
  const { t } = useTranslation("shared");
  const name = t(`delivery.${state}`);
  return (
    <svg
      viewBox="0 0 18 16"
      width={18}
      height={16}
      role="img"
      aria-label={name}
      className={classes.ticks}
      data-state={state}
    >
      <title>{name}</title>
      {drawings[state]}
    </svg>
  );
}
