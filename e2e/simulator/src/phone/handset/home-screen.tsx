import { Avatar, Badge, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconMessageCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { control } from "../live/control.ts";
import { useNotices } from "../live/notice.tsx";
import type { HandsetProps } from "./handset.tsx";
import styles from "./home-screen.module.css";
import { useSummary } from "./summary.ts";
import { clockOf, dayOf } from "./time.ts";
import { useNow } from "./use-now.ts";

/** Outside the chat: a clock, and the notification that anybody who picks up the phone would see. */
export function HomeScreen({ phone, conversation }: HandsetProps) {
  const { t } = useTranslation();
  const { attempt } = useNotices();
  const open = () => void attempt(control.change(phone.id, { chatOpen: true }));
  const summary = useSummary();
  const now = useNow();
  const last = conversation.findLast(({ direction, status }) => direction === "in" && status !== "read");
  return (
    <div className={styles.home}>
      <div className={styles.clock}>{clockOf(now)}</div>
      <Text size="sm" className={styles.day}>
        {dayOf(now)}
      </Text>
      <div className={styles.notifications} aria-live="polite">
        {last && (
          <UnstyledButton className={styles.notification} onClick={open}>
            <Avatar size={36} radius="xl" color="accent.6" variant="filled" aria-hidden>
              L
            </Avatar>
            <span className={styles.words}>
              <Text component="span" size="sm" fw={600}>
                {t("phone.contact")} · {t("phone.news", { count: phone.unread })}
              </Text>
              <Text component="span" size="sm" truncate>
                {summary(last)}
              </Text>
            </span>
          </UnstyledButton>
        )}
      </div>
      <UnstyledButton className={styles.app} onClick={open}>
        <span className={styles.icon}>
          <IconMessageCircle size={30} aria-hidden />
          {phone.unread > 0 && (
            <Badge className={styles.badge} circle color="red.8" aria-hidden>
              {phone.unread}
            </Badge>
          )}
        </span>
        <Text component="span" size="xs">
          <VisuallyHidden>{t("phone.open")} </VisuallyHidden>
          {t("phone.contact")}
        </Text>
      </UnstyledButton>
    </div>
  );
}
