import type { SessionCard } from "@liss/executive-routing/desk-api";
import { Tabs } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Dialog } from "../app/dialog.tsx";
import classes from "./case.module.css";
import { FactsPart } from "./facts-part.tsx";
import { FollowUpsPart } from "./follow-ups-part.tsx";
import type { Unsaved } from "./in-short.ts";
import { ReferralsPart } from "./referrals-part.tsx";

const parts = ["facts", "referrals", "followUps"] as const;

/** All that is known of her beside the conversation, where she was referred, and what is to be looked after. */
export default function CaseDialog({
  card,
  unsaved,
  onWrite,
  onClose,
}: {
  card: SessionCard;
  unsaved: Unsaved;
  onWrite: (unsaved: Unsaved) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation("desk");
  return (
    <Dialog wide onClose={onClose} title={t("case.dialog", { codeName: card.codeName })}>
      {/* Its parts stay: what she was writing in one is there when she comes back from another. */}
      <Tabs defaultValue="facts" keepMounted className={classes.case ?? ""}>
        <Tabs.List>
          {parts.map((part) => (
            <Tabs.Tab key={part} value={part} data-autofocus={part === "facts" || undefined}>
              {t(`case.parts.${part}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="facts">
          <div className={classes.part}>
            <FactsPart card={card} unsaved={unsaved} onWrite={onWrite} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="referrals">
          <div className={classes.part}>
            <ReferralsPart sessionId={card.id} />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="followUps">
          <div className={classes.part}>
            <FollowUpsPart sessionId={card.id} />
          </div>
        </Tabs.Panel>
      </Tabs>
    </Dialog>
  );
}
