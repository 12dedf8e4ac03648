import { Button } from "@mantine/core";
import { IconClock, IconRosetteDiscountCheck, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./seal.module.css";
import type { Seal } from "./use-seal.ts";

const icons = { proven: IconRosetteDiscountCheck, pending: IconClock, broken: IconX };

/** The seal beside one step; until it is verified, the way to do so. */
export function StepSeal({ index, seal }: { index: number; seal: Seal }) {
  const { t } = useTranslation("explorer");
  const verdict = seal.verdictOf(index);
  if (!verdict) {
    return (
      <Button
        size="compact-xs"
        variant="subtle"
        loading={seal.checking === index}
        disabled={seal.state.at === "verifying"}
        aria-label={`${t("seal.verifyOne")} ${t("life.entry", { index })}`}
        onClick={() => void seal.verifyEntry(index)}
      >
        {t("seal.verifyOne")}
      </Button>
    );
  }
  const Icon = icons[verdict.status];
  return (
    <span className={classes.step} data-status={verdict.status}>
      <Icon size={16} aria-hidden="true" /> {t(`seal.${verdict.status}Step`)}
    </span>
  );
}
