import { CloseButton, FocusTrap, Text, UnstyledButton } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ChatContent } from "../../view.ts";
import styles from "./option-sheet.module.css";

type Props = {
  list: Extract<ChatContent, { kind: "list" }>;
  chosen: string | undefined;
  choose: (optionId: string) => void;
  close: () => void;
};

/** A list message opened: its rows rise from the foot of the phone. */
export function OptionSheet({ list, chosen, choose, close }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.veil}>
      <FocusTrap active>
        <div
          className={styles.sheet}
          role="dialog"
          aria-modal="true"
          aria-label={list.button}
          onKeyDown={(event) => event.key === "Escape" && close()}
        >
          <div className={styles.head}>
            <Text fw={600}>{list.button}</Text>
            <CloseButton aria-label={t("message.sheetClose")} onClick={close} />
          </div>
          <div className={styles.sections}>
            {list.sections.map((section, index) => (
              <section key={section.title ?? index} aria-label={section.title ?? list.button}>
                {section.title && (
                  <Text size="xs" fw={600} className={styles.sectionTitle}>
                    {section.title}
                  </Text>
                )}
                {section.rows.map((row, place) => (
                  <UnstyledButton
                    key={row.id}
                    className={styles.row}
                    onClick={() => choose(row.id)}
                    data-option-id={row.id}
                    {...(index === 0 && place === 0 ? { "data-autofocus": true } : {})}
                  >
                    <span>
                      <Text component="span" size="sm" display="block">
                        {row.title}
                      </Text>
                      {row.description && (
                        <Text component="span" size="xs" display="block" className={styles.soft}>
                          {row.description}
                        </Text>
                      )}
                    </span>
                    {chosen === row.id && <IconCheck size={18} aria-label={t("message.chosen")} />}
                  </UnstyledButton>
                ))}
              </section>
            ))}
          </div>
        </div>
      </FocusTrap>
    </div>
  );
}
