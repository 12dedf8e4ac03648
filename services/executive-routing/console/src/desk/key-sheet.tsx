import { Button, Kbd } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../app/dialog.tsx";
import { KeyHint } from "./key-names.tsx";
import classes from "./key-sheet.module.css";
import type { KeyName } from "./keys.ts";

const sections = {
  queue: ["takeNext", "takeRing", "passRing", "nextMine", "previousMine"],
  general: ["palette", "search", "wall", "announcementRead", "veil", "sheet"],
  conversation: [
    "composer",
    "attach",
    "undo",
    "end",
    "robot",
    "takeBack",
    "emergency",
    "case",
    "transfer",
    "who",
    "note",
    "classify",
    "knowing",
    "block",
    "close",
  ],
} as const satisfies Record<string, readonly KeyName[]>;

/** All the keys, on one card. */
export default function KeySheet({ onClose, onTour }: { onClose: () => void; onTour: () => void }) {
  const { t } = useTranslation("desk");
  return (
    <Dialog wide onClose={onClose} title={t("keys.title")}>
      <div className={classes.sheet}>
        {(Object.keys(sections) as (keyof typeof sections)[]).map((section) => (
          <section key={section} className={classes.section}>
            <h3>{t(`keys.sections.${section}`)}</h3>
            <dl className={classes.keys}>
              {sections[section].map((name) => (
                <Row key={name} does={t(`keys.${name}`)}>
                  <KeyHint name={name} />
                </Row>
              ))}
              {section === "conversation" && (
                <>
                  <Row does={t("keys.send")}>
                    <Kbd>{t("keys.enter")}</Kbd>
                  </Row>
                  <Row does={t("keys.newLine")}>
                    <Kbd>{t("keys.shift")}</Kbd> + <Kbd>{t("keys.enter")}</Kbd>
                  </Row>
                </>
              )}
            </dl>
          </section>
        ))}
      </div>
      <Button variant="default" onClick={onTour}>
        {t("tour.again")}
      </Button>
    </Dialog>
  );
}

function Row({ does, children }: { does: string; children: ReactNode }) {
  return (
    <div>
      <dt>{does}</dt>
      <dd>{children}</dd>
    </div>
  );
}
